import type { DecisionContext, Need, World } from '../../../domain/context';
import { fromMillis, type Instant } from '../../../domain/kernel/instant';
import { streamName, type TicketId } from '../../../domain/kernel/ids';
import type { Actor } from '../../../domain/people/actor';
import { allowedCommands, facetsOf, ticketAggregate, type AllowedCommand, type TicketState } from '../../../domain/ticket';
import { canRead, scopesOf } from '../../../domain/ticket/ticket.facets';
import type { Clock, Ids } from '../../system/clock.port';
import type { Folded, Streams } from '../../cqrs/streams';

export interface TicketOptionsParts {
  readonly streams: Streams;
  readonly world: (needs: readonly Need[]) => Promise<World>;
  readonly clock: Clock;
  readonly ids: Ids;
  /** When the log last answered, in milliseconds since 1970. */
  readonly answeredAt: () => number;
}

/** Lists the commands that are possible on a ticket now, judged on the stream by the deciding rules. */
export class TicketOptions {
  constructor(private readonly parts: TicketOptionsParts) {}

  /** Null for a ticket that does not exist or that the actor may not read. */
  async now(
    ticket: TicketId,
    actor: Actor,
  ): Promise<{ readonly revision: number; readonly position: string; readonly allowed: readonly AllowedCommand[] } | null> {
    const loaded = await this.parts.streams.load(ticketAggregate, streamName('ticket', ticket));
    const newest = loaded.cached ? await this.parts.streams.refresh(ticketAggregate, loaded.folded) : loaded.folded;
    const { state, revision, position } = newest as Folded<TicketState>;
    if (position === null || !isVisible(state, actor)) return null;
    return { revision, position, allowed: allowedCommands(state, await this.context(state, actor)) };
  }

  asOf(): Instant {
    return fromMillis(this.parts.answeredAt());
  }

  private async context(state: TicketState, actor: Actor): Promise<DecisionContext> {
    const now = this.parts.clock.now();
    // The options need the possible forward targets and nothing else.
    const world = await this.parts.world(ticketAggregate.needs({ type: 'ForwardTicket', to: '', reason: '' }, state));
    return { actor, onBehalfOf: null, origin: { kind: 'witnessed' }, now, at: now, newId: () => this.parts.ids.next(), world };
  }
}

/** Whether the actor may see that the ticket exists. */
export function isVisible(state: TicketState, actor: Actor): boolean {
  const facets = facetsOf(state);
  return facets !== null && canRead(actor, scopesOf(facets));
}
