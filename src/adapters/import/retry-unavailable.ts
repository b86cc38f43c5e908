import { setTimeout as sleep } from 'node:timers/promises';
import { DomainError } from '../../domain/kernel/errors';

/** Long enough for a server restart or a peak of load. */
export const defaultRetryDelays: readonly number[] = [250, 500, 1_000, 2_000, 4_000, 8_000, 8_000, 8_000];

interface RetryOptions {
  /** Delay in ms before each retry. */
  readonly delays: readonly number[];
  /** Cancels the retries. */
  readonly signal: AbortSignal;
}

/**
 * Retries while a store does not answer. `work` gets true on a retry. Repeating is safe, because a command is known by its id.
 */
export function retryUnavailable<T>(work: (again: boolean) => Promise<T>, waiting: RetryOptions): Promise<T> {
  return work(false).catch((error: unknown) => retry(work, waiting, error));
}

async function retry<T>(work: (again: boolean) => Promise<T>, { delays, signal }: RetryOptions, first: unknown): Promise<T> {
  let failure = first;
  for (const ms of delays) {
    if (!(failure instanceof DomainError) || failure.code !== 'unavailable') break;
    await sleep(ms, undefined, { signal });
    try {
      return await work(true);
    } catch (error) {
      failure = error;
    }
  }
  throw failure;
}
