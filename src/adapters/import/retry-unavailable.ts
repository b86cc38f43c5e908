import { setTimeout as sleep } from 'node:timers/promises';
import { DomainError } from '../../domain/kernel/errors';

export interface Patience {
  /** Delay in ms before the first retry. It doubles up to `most`. */
  readonly first: number;
  readonly most: number;
  /** Time without any success after which the import gives up. */
  readonly withoutProgressMs: number;
}

/** Covers a server restart or a load peak, however often they occur. */
export const defaultPatience: Patience = { first: 250, most: 2_000, withoutProgressMs: 300_000 };

export interface Retrying extends Patience {
  /** Cancels the retries. */
  readonly signal: AbortSignal;
  /** Time of the last success of the import, by `performance.now()`. */
  readonly progressAt: () => number;
}

/**
 * Retries while a store is unavailable, until no command of the import has succeeded for some time. `work` gets true on a retry. Repeating is
 * safe, because command ids prevent duplicates.
 */
export function retryUnavailable<T>(work: (again: boolean) => Promise<T>, retrying: Retrying): Promise<T> {
  return work(false).catch((error: unknown) => retry(work, retrying, error));
}

async function retry<T>(work: (again: boolean) => Promise<T>, retrying: Retrying, first: unknown): Promise<T> {
  const { most, withoutProgressMs, signal, progressAt } = retrying;
  const began = performance.now();
  let failure = first;
  for (let ms = retrying.first; isUnavailable(failure); ms = Math.min(2 * ms, most)) {
    if (performance.now() - Math.max(began, progressAt()) > withoutProgressMs) throw failure;
    await sleep(ms, undefined, { signal });
    try {
      return await work(true);
    } catch (error) {
      failure = error;
    }
  }
  throw failure;
}

export function isUnavailable(error: unknown): error is DomainError {
  return error instanceof DomainError && error.code === 'unavailable';
}
