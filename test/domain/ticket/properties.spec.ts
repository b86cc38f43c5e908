import fc from 'fast-check';
import { DomainError } from '../../../src/domain/kernel/errors';
import { allowedCommands, facetsOf, ticketAggregate } from '../../../src/domain/ticket';
import { remedies } from '../../../src/domain/ticket/ticket.gates';
import { commandTypes, rules } from '../../../src/domain/ticket/ticket.phases';
import { eventTypes } from '../../../src/domain/ticket/ticket.evolve';
import type { TicketEvent } from '../../../src/domain/ticket/ticket.events';
import { noon } from '../../dsl/world';
import { anyAsker, anyHistory, apply, attempt, play, sampleOf, withOptions, type Taken } from './histories';
import { context, distributor } from './desk';

const seed = 20261123;
const runs = { seed, numRuns: 150 };

const recorded = ({ events }: Taken): readonly TicketEvent[] => (events instanceof DomainError ? [] : events);

const refusalOf = ({ events }: Taken): readonly DomainError[] => (events instanceof DomainError ? [events] : []);

/** Repeating these records something again, because sealed texts cannot be compared. */
const saysAgain = ['Reply', 'RecordWork', 'RecordFoundFault', 'EnterSolution', 'ReviseDetails', 'NoteSourceRow', 'RecordDossier'];
const aboutThis = ['wrong-phase', 'not-permitted', 'not-handler', 'not-assignee', 'not-creator', 'gate-not-met', 'unknown'];

describe('over random histories', () => {
  it('S1.3 commands change the phase only as the transition table says', () => {
    fc.assert(
      fc.property(anyHistory, (history) => {
        for (const { command, before, after } of play(history)) {
          if (before.phase === after.phase) continue;
          expect(rules[command.type].to ?? []).toContain(after.phase);
          expect(rules[command.type].ways.flatMap((way) => way.in)).toContain(before.phase);
        }
      }),
      runs,
    );
  });

  it('the histories cover every command, accepted and refused, every type of fact and every phase', () => {
    const taken = fc.sample(anyHistory, { seed, numRuns: 2_000 }).flatMap(play);
    const done = new Set(taken.filter((one) => recorded(one).length > 0).map(({ command }) => command.type));
    const refused = new Set(taken.filter(({ events }) => events instanceof DomainError).map(({ command }) => command.type));
    expect(commandTypes.filter((type) => !done.has(type))).toEqual([]);
    expect(commandTypes.filter((type) => !refused.has(type))).toEqual([]);
    const types = new Set(taken.flatMap(recorded).map(({ type }) => type));
    expect(eventTypes.filter((type) => !types.has(type))).toEqual([]);
    expect(new Set(taken.map(({ after }) => after.phase))).toEqual(new Set([0, 1, 2, 3, 4, 5, 6, 7]));
  });

  it('refusals name commands by their public names, never by their types', () => {
    const refusals = fc.sample(anyHistory, { seed, numRuns: 1_000 }).flatMap(play).flatMap(refusalOf);
    const texts = [...Object.values(remedies), ...new Set(refusals.map(({ message }) => message))];
    expect(texts.filter((text) => commandTypes.some((type) => type !== 'Reply' && text.includes(type)))).toEqual([]);
    expect(remedies.acceptance).toBe('The technician must accept the ticket first ("accept").');
    expect(texts).toContainEqual(expect.stringMatching(/^"start-work" is not possible in phase [1-7]\.$/));
  });

  it('rule 6: a repeated command records nothing new or is refused', () => {
    fc.assert(
      fc.property(anyHistory, (history) => {
        for (const { command, context: asked, after, events } of play(history)) {
          if (events instanceof DomainError || saysAgain.includes(command.type)) continue;
          const again = attempt(command, after, asked);
          if (again instanceof DomainError) expect(aboutThis.concat('target-not-allowed', 'invalid')).toContain(again.code);
          else expect(again).toEqual([]);
        }
      }),
      runs,
    );
  });

  it('S3.16 an offered command is never refused for permission, phase or gates; any other is refused or changes nothing', () => {
    fc.assert(
      fc.property(anyHistory, anyAsker, fc.nat(10_000), (history, asker, sample) => {
        const last = play(history).at(-1);
        if (last === undefined) return;
        const asked = context({ ...asker, now: noon, at: noon });
        const offered = allowedCommands(last.after, asked);
        for (const type of commandTypes.filter((one) => rules[one].ways.every((way) => way.as !== 'process'))) {
          const offer = offered.find(({ command }) => command === type);
          const command = withOptions(sampleOf(type, sample), offer?.fields ?? []);
          const answer = attempt(command, last.after, asked);
          if (offer === undefined) expect(answer instanceof DomainError || answer.length === 0).toBe(true);
          else if (answer instanceof DomainError) expect(excused(type)).toContain(answer.code);
        }
      }),
      runs,
    );
  });

  it('evolve accepts any facts in any order and never throws', () => {
    const known = [
      ...new Map(
        fc
          .sample(anyHistory, { seed, numRuns: 200 })
          .flatMap(play)
          .flatMap(recorded)
          .map((one) => [JSON.stringify(one), one]),
      ).values(),
    ];
    fc.assert(
      fc.property(fc.array(fc.constantFrom(...known), { maxLength: 60 }), (events) => {
        const state = apply(ticketAggregate.initial, events, context());
        expect(ticketAggregate.facets(state) === null).toBe(!events.some(({ type }) => type === 'TicketOpened'));
      }),
      runs,
    );
  });

  it('facets equal the fold of the facts, even after storage', () => {
    fc.assert(
      fc.property(anyHistory, (history) => {
        const taken = play(history);
        const started = taken[0]?.before ?? ticketAggregate.initial;
        const stored = taken.flatMap((one) =>
          recorded(one).map((event) => ({ ...event, occurredAt: one.context.at, recordedAt: one.context.now })),
        );
        const copied = JSON.parse(JSON.stringify(stored)) as typeof stored;
        expect(facetsOf(copied.reduce(ticketAggregate.evolve, started))).toEqual(facetsOf(taken.at(-1)?.after ?? started));
      }),
      runs,
    );
  });

  it('rule 1, S4.19 a former handler can do nothing of a handler after a forward up', () => {
    const handlers = commandTypes.filter((type) => rules[type].ways.every(({ as }) => as === 'handler' || as === 'assignee'));
    fc.assert(
      fc.property(anyHistory, fc.nat(10_000), (history, sample) => {
        const state = play(history).at(-1)?.after ?? ticketAggregate.initial;
        if (state.phase === 0 || state.ticket.handler !== distributor) return;
        for (const type of handlers) {
          const answer = attempt(sampleOf(type, sample), state, context());
          expect(answer).toMatchObject({ code: 'not-handler', facts: { handler: distributor } });
        }
      }),
      runs,
    );
  });
});

/** The codes that the values of a sample may still be refused with. */
function excused(type: string): readonly string[] {
  return type === 'OpenTicket'
    ? ['invalid', 'unknown', 'not-permitted', 'gate-not-met']
    : ['invalid', 'unknown', 'occurred-at-out-of-range'];
}
