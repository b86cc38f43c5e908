import { setTimeout as sleep } from 'node:timers/promises';
import type { Instant } from '../../domain/kernel/instant';

export interface Figure<T> {
  readonly value: T;
  /** Start of the count. Later changes may be missing. */
  readonly at: Instant;
}

interface BackgroundParts<T> {
  readonly count: () => Promise<T>;
  readonly now: () => Instant;
  /** How long a page waits for a new count before it shows the previous one. */
  readonly patienceMs: number;
}

/** A slow count: runs once at a time. Null before the first result. A failed count keeps the previous result. */
export function inBackground<T>({ count, now, patienceMs }: BackgroundParts<T>): () => Promise<Figure<T> | null> {
  let newest: Figure<T> | null = null;
  let counting: Promise<void> | null = null;
  const begin = async (): Promise<void> => {
    const at = now();
    try {
      newest = { value: await count(), at };
    } catch {
      // The page reports the failure, and this figure stays dated.
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
