import { aggregates, shown, shownKinds } from '../../domain/aggregates';
import type { World } from '../../domain/context';
import type { DomainEvent } from '../../domain/kernel/event';
import { streamName, type Category } from '../../domain/kernel/ids';
import type { CommandExecutor } from '../cqrs/command-executor.port';
import type { CommandOutcome, CommandRequest } from '../cqrs/execute-command';
import type { Clock } from '../system/clock.port';

/** Decides commands like the desk, but keeps their facts in memory. Used by dry runs of an import. */
export class RehearsalDesk implements CommandExecutor {
  private readonly states = new Map<string, unknown>();
  private ids = 0;

  /** `organisation`: the state of the importing organisation, with its teams. */
  constructor(
    private readonly clock: Clock,
    organisation: { readonly id: string; readonly state: unknown },
  ) {
    this.states.set(streamName('organisation', organisation.id), organisation.state);
  }

  async execute(request: CommandRequest): Promise<CommandOutcome> {
    const { category, id, command, actor, onBehalfOf = null, origin = { kind: 'witnessed' }, occurredAt } = request;
    const stream = streamName(category, id);
    const now = this.clock.now();
    const at = occurredAt ?? now;
    const context = { actor, onBehalfOf, origin, now, at, newId: () => String((this.ids += 1)), world: this.world };
    const aggregate = aggregates[category];
    const events = aggregate.decide(command, this.stateOf(category, id), context) as readonly DomainEvent[];
    const times = { occurredAt: at, recordedAt: now };
    if (request.rehearsal !== true) {
      const after = events.reduce(
        (state: unknown, event) => aggregate.evolve(state, { ...event, ...times }) as unknown,
        this.stateOf(category, id),
      );
      this.states.set(stream, after);
    }
    return Promise.resolve({ stream, revision: 0, position: null, recorded: events.map(({ type }) => type), repeated: false });
  }

  private stateOf(category: Category, id: string): unknown {
    const stream = streamName(category, id);
    return this.states.has(stream) ? this.states.get(stream) : (aggregates[category].initial as unknown);
  }

  private readonly world = Object.fromEntries<unknown>([
    ...shownKinds.map((kind): [string, unknown] => [
      kind,
      (id: string) => shown[kind].shows.view(this.stateOf(kind, id)) ?? undefined,
    ]),
    ['sealedSinceErasure', () => undefined],
  ]) as unknown as World;
}
