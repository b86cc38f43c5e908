import type { EventStore } from '../adapters/eventstore/event-store.port';
import type { Streams } from '../adapters/cqrs/streams';
import { watchLog } from '../adapters/runner/watch-log';
import { aggregates } from '../domain/aggregates';

/** Applies changes of permissions by other processes. Returns a function that stops listening. */
export async function hearing(
  log: EventStore,
  streams: Streams,
  onFailure?: (who: string, error: unknown) => void,
): Promise<() => Promise<void>> {
  const listening = new AbortController();
  const ofTickets = new Set<string>(aggregates.ticket.eventTypes);
  const { ended } = await watchLog({
    ...{ store: log, signal: listening.signal },
    typeFilter: (type) => !ofTickets.has(type),
    onFact: (stream, revision) => streams.heardOf(stream, revision),
    onFailure: (error) => onFailure?.('other processes', error),
  });
  return () => {
    listening.abort();
    return ended;
  };
}
