import type { DecisionContext, PureAggregate } from '../../src/domain/context';
import { fold } from '../../src/domain/kernel/decider';
import { DomainError, type ErrorCode } from '../../src/domain/kernel/errors';
import type { DomainEvent, Recorded } from '../../src/domain/kernel/event';

/** Earlier events, as `decide` returns them. Examples about time add when they happened. */
export type Past<Event> = Event & Partial<Recorded>;

export interface Outcome<Event> {
  /** Exactly these events, in this order, with every field. */
  readonly then: (expected: readonly Event[]) => void;
  /** Refused with this code and, if given, at least these facts. */
  readonly thenRejects: (code: ErrorCode, facts?: DomainError['facts']) => void;
  /** Neither an event nor a refusal, because nothing would change. */
  readonly thenNothing: () => void;
}

/**
 * The language of the examples of every decider: `given(events).when(command, overrides).then(events)`. State is built from
 * events only.
 * ```ts
 * const given = examplesOf(ticketAggregate, () => contextOf({ actor: dispatcher, world }));
 * given([opened, qualified]).when({ type: 'AssignTicket', technician }).then([assigned]);
 * ```
 */
export function examplesOf<Command extends { readonly type: string }, State, Event extends DomainEvent>(
  decider: PureAggregate<Command, State, Event>,
  context: () => DecisionContext,
) {
  return (past: readonly Past<Event>[]) => ({
    when: (command: Command, overrides: Partial<DecisionContext> = {}): Outcome<Event> => {
      const asked = { ...context(), ...(overrides.now === undefined ? {} : { at: overrides.now }), ...overrides };
      const before = past.map((event) => ({ occurredAt: longAgo, recordedAt: longAgo, ...event }));
      return outcomeOf(() => decider.decide(command, fold(decider, before), asked));
    },
  });
}

const longAgo = '2026-11-01T00:00:00.000Z';

function outcomeOf<Event>(decide: () => readonly Event[]): Outcome<Event> {
  return {
    then: (expected) => expect(decide()).toEqual(expected),
    thenNothing: () => expect(decide()).toEqual([]),
    thenRejects: (code, facts = {}) => {
      const refusal = refusalOf(decide);
      expect({ code: refusal.code, facts: refusal.facts }).toEqual({
        code,
        facts: expect.objectContaining(facts) as DomainError['facts'],
      });
      expect(refusal.message).toMatch(/\S \S/);
    },
  };
}

function refusalOf(decide: () => unknown): DomainError {
  try {
    const decided = decide();
    throw new Error(`Not refused, but decided ${JSON.stringify(decided)}`);
  } catch (error) {
    if (error instanceof DomainError) return error;
    throw error;
  }
}
