import type { EventStore, StoredFact } from './event-store.port';
import type { WakeUp } from './wake-up';

/**
 * A subscription by reading pages: nothing is held but the page the consumer works on, so a slow one costs no memory, and what it
 * sees is what `readAll` shows: each fact once, in commit order.
 */
export async function* subscribeByPages(
  store: Pick<EventStore, 'readAll'>,
  wakeUp: WakeUp,
  from: { readonly after: string | null; readonly batchSize: number },
  signal: AbortSignal,
): AsyncGenerator<readonly StoredFact[]> {
  let { after } = from;
  let told = false;
  while (!signal.aborted) {
    const { seen } = wakeUp;
    const page = await store.readAll(after, from.batchSize);
    const last = page.at(-1);
    if (last !== undefined) {
      after = last.position;
      yield page;
    } else if (!told) {
      told = true;
      yield page;
    } else await wakeUp.after(seen, signal);
  }
}
