import { setTimeout as sleep } from 'node:timers/promises';
import type { Instant } from '../../domain/kernel/instant';

export interface Figure<T> {
  readonly value: T;
  /** When its count began: what came later may not be in it. */
  readonly at: Instant;
}

interface BackgroundParts<T> {
  readonly count: () => Promise<T>;
  readonly now: () => Instant;
  /** How long a page waits for a count before it shows the one before. */
  readonly patienceMs: number;
}

/** A figure that may take long: one count at a time. Null as long as none has ended; a count that fails leaves the one before. */
export function inBackground<T>({ count, now, patienceMs }: BackgroundParts<T>): () => Promise<Figure<T> | null> {
  let newest: Figure<T> | null = null;
  let counting: Promise<void> | null = null;
  const begin = async (): Promise<void> => {
    const at = now();
    try {
      newest = { value: await count(), at };
    } catch {
      // The page shows what fails now; this figure stays as of its time.
    } finally {
      counting = null;
    }
  };
  return async () => {
    counting ??= begin();
    const patience = new AbortController();
    const over = sleep(patienceMs, undefined, { signal: patience.signal, ref: false }).catch(() => undefined);
    await Promise.race([counting, over]);
    patience.abort();
    return newest;
  };
}
