import type { EventStore, StoredFact } from './event-store.port';
import type { Notifier } from './notifier';

/** A subscription that reads pages. It holds one page at a time, so a slow consumer costs no memory. */
export async function* subscribeByPages(
  store: Pick<EventStore, 'readAll'>,
  notifier: Notifier,
  from: { readonly after: string | null; readonly batchSize: number },
  signal: AbortSignal,
): AsyncGenerator<readonly StoredFact[]> {
  let { after } = from;
  let reportedCaughtUp = false;
  while (!signal.aborted) {
    const { seen } = notifier;
    const page = await store.readAll(after, from.batchSize);
    const last = page.at(-1);
    if (last !== undefined) {
      after = last.position;
      yield page;
    } else if (!reportedCaughtUp) {
      reportedCaughtUp = true;
      yield page;
    } else await notifier.waitAfter(seen, signal);
  }
}
