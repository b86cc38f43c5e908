import type { ShownFacts } from '../adapters/desk/live/shown-facts.port';
import type { EventStore } from '../adapters/eventstore/event-store.port';
import { shownFacts, type ShownFactsParts } from '../adapters/runner/shown-facts';
import { projections } from '../projections';

/** Read models used by ticket pages. */
const names = projections.map(({ name }) => name).filter((name) => /^(ticket|activity|log|dashboard)/.test(name));

interface TicketFactsParts extends Pick<ShownFactsParts, 'models'> {
  readonly onFailure: ((who: string, error: unknown) => void) | undefined;
}

/** The facts that live pages are notified of. */
export function ticketFacts(
  store: EventStore,
  decode: ShownFactsParts['decode'],
  { models, onFailure }: TicketFactsParts,
): ShownFacts {
  return shownFacts({ store, decode, names, models, onFailure: (error) => onFailure?.('live pages', error) });
}
