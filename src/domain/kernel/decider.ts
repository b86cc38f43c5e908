import type { DomainEvent, FacetValues, Origin, Recorded, UserActor } from './event';
import type { Category } from './ids';
import type { Instant } from './instant';

/** What a decision may know besides its command and state. Plain values, resolved by the adapters. */
export interface ContextOf<Actor, World> {
  readonly actor: Actor;
  readonly onBehalfOf: UserActor | null;
  readonly origin: Origin;
  /** When it was recorded: the clock's time, never before the stream's last fact. */
  readonly now: Instant;
  /** When it happened: as typed, within limits, else `now`. Rules about time use this value. */
  readonly at: Instant;
  readonly newId: () => string;
  readonly world: World;
}

/** A pure aggregate: no class, no await, no clock. `decide` returns [] when the command would change nothing. */
export interface Decider<Command extends { readonly type: string }, State, Event extends DomainEvent, Context> {
  readonly initial: State;
  readonly evolve: (state: State, event: Event & Recorded) => State;
  /** @throws {DomainError} when a rule refuses */
  readonly decide: (command: Command, state: State, context: Context) => readonly Event[];
}

/** A decider, and what the generic command handler needs to know about it. */
export interface AggregateOf<
  Command extends { readonly type: string },
  State,
  Event extends DomainEvent,
  Context,
  Need,
> extends Decider<Command, State, Event, Context> {
  readonly category: Category;
  /** Every event type this version can evolve. A stream that holds another type accepts no command. */
  readonly eventTypes: readonly Event['type'][];
  /** What to load before deciding, besides the organisations of the asker. */
  readonly needs: (command: Command, state: State) => readonly Need[];
  /** The time of the latest step. The next one is never before it, even if a clock was ahead. Null where order does not matter. */
  readonly latest?: (state: State) => Instant | null;
  /** Null when the aggregate has no scopes or counters. */
  readonly facets: (state: State) => FacetValues | null;
}

export function fold<State, Event extends DomainEvent>(
  decider: { readonly initial: State; readonly evolve: (state: State, event: Event & Recorded) => State },
  events: readonly (Event & Recorded)[],
): State {
  return events.reduce(decider.evolve, decider.initial);
}
