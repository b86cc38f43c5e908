import type { CommandExecutor } from '../../../src/adapters/cqrs/command-executor.port';
import type { CommandOutcome, CommandRequest } from '../../../src/adapters/cqrs/execute-command';
import type { ImportSetting } from '../../../src/adapters/import/import-run';
import { aggregates, shown, shownKinds } from '../../../src/domain/aggregates';
import type { World } from '../../../src/domain/context';
import { DomainError } from '../../../src/domain/kernel/errors';
import type { DomainEvent, Origin, Recorded, UserActor } from '../../../src/domain/kernel/event';
import { streamName, type Category } from '../../../src/domain/kernel/ids';
import { rootOrganisation } from '../../../src/domain/people/organisation';
import type { OrganisationCommand } from '../../../src/domain/people/organisation.commands';
import { actor, id, noon } from '../../dsl/world';

export interface Kept extends Recorded {
  readonly stream: string;
  readonly event: DomainEvent;
  readonly command: string;
  readonly origin: Origin;
  readonly onBehalfOf: UserActor | null;
}

export const importer = actor({ user: id(1), organisation: rootOrganisation, organisationKind: 'admin' });

/** A desk in memory: the real aggregates, executed one command at a time, with a record of everything. */
export class Desk implements CommandExecutor {
  readonly log: Kept[] = [];
  numbersTaken = 0;
  /** Fails all commands after this many. */
  dieAfter = Infinity;
  /** The next commands, this many, get no answer in time, although every other one of them is recorded. */
  unanswered = 0;
  private readonly states = new Map<string, unknown>();
  private readonly outcomes = new Map<string, { readonly body: string; readonly outcome: CommandOutcome }>();

  constructor() {
    this.organise(
      { type: 'FoundOrganisation', organisation: rootOrganisation, kind: 'admin', name: 'Head Office', parent: null },
      id(2),
    );
  }

  get setting(): ImportSetting {
    return {
      executor: this,
      numbers: { next: () => Promise.resolve(`AT-${String((this.numbersTaken += 1)).padStart(6, '0')}`) },
      keyRing: { secret: () => Buffer.alloc(32, 7) },
      clock: { now: () => noon },
      organisation: { id: rootOrganisation, kind: 'admin' },
      actor: importer,
    };
  }

  organise(command: OrganisationCommand, commandId: string): void {
    this.decide({
      category: 'organisation',
      id: rootOrganisation,
      command,
      actor: importer,
      commandId,
      body: null,
      correlationId: commandId,
    });
  }

  async execute(request: CommandRequest): Promise<CommandOutcome> {
    this.dieAfter -= 1;
    if (this.dieAfter < 0) throw new Error('the power went');
    await Promise.resolve();
    if (this.unanswered > 0) this.stayAway(request);
    return this.repeat(request) ?? this.decide(request);
  }

  state<State>(category: Category, one: string): State {
    const stream = streamName(category, one);
    return (this.states.has(stream) ? this.states.get(stream) : aggregates[category].initial) as State;
  }

  tickets(): readonly (readonly Kept[])[] {
    const histories = new Map<string, Kept[]>();
    for (const kept of this.log.filter(({ stream }) => stream.startsWith('ticket-'))) {
      const history = histories.get(kept.stream) ?? [];
      history.push(kept);
      histories.set(kept.stream, history);
    }
    return [...histories.values()];
  }

  private stayAway(request: CommandRequest): never {
    this.unanswered -= 1;
    if (this.unanswered % 2 === 0 && this.repeat(request) === null) this.decide(request);
    throw new DomainError('unavailable', 'The store does not answer.');
  }

  private repeat({ commandId, body }: CommandRequest): CommandOutcome | null {
    const done = this.outcomes.get(commandId);
    if (done === undefined) return null;
    if (done.body === JSON.stringify(body)) return { ...done.outcome, repeated: true };
    throw new DomainError('idempotency-key-reused', 'The same id came with another body.');
  }

  private decide(request: CommandRequest): CommandOutcome {
    const { category, id: one, command, commandId, body, onBehalfOf = null, occurredAt: at = noon } = request;
    const origin = request.origin ?? { kind: 'witnessed' };
    const aggregate = aggregates[category];
    const stream = streamName(category, one);
    const context = {
      actor: request.actor,
      onBehalfOf,
      origin,
      now: noon,
      at,
      newId: () => id(this.log.length),
      world: this.world,
    };
    const events = aggregate.decide(command, this.state(category, one), context) as readonly DomainEvent[];
    const times = { occurredAt: at, recordedAt: noon };
    if (request.rehearsal === true) return { stream, revision: 0, position: null, recorded: [], repeated: false };
    for (const event of events) {
      this.states.set(stream, aggregate.evolve(this.state(category, one), { ...event, ...times }) as unknown);
      this.log.push({ stream, event, ...times, command: commandId, origin, onBehalfOf });
    }
    const outcome = { stream, revision: 0, position: null, recorded: events.map(({ type }) => type), repeated: false };
    if (events.length > 0) this.outcomes.set(commandId, { body: JSON.stringify(body), outcome });
    return outcome;
  }

  private readonly world = Object.fromEntries<unknown>([
    ...shownKinds.map((kind): [string, unknown] => [
      kind,
      (one: string) => shown[kind].shows.view(this.state(kind, one)) ?? undefined,
    ]),
    ['sealedSinceErasure', () => undefined],
  ]) as unknown as World;
}
