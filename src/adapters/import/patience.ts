import { setTimeout as sleep } from 'node:timers/promises';
import { DomainError } from '../../domain/kernel/errors';

/** A server that restarts, or a moment of too much load, is over by then. */
export const halfAMinute: readonly number[] = [250, 500, 1_000, 2_000, 4_000, 8_000, 8_000, 8_000];

interface Waiting {
  /** Milliseconds before each next try. */
  readonly waits: readonly number[];
  /** Ends the waiting. */
  readonly signal: AbortSignal;
}

/**
 * Tries again what a store did not answer; `work` is told whether it was tried before. Whether it was recorded all the same does not
 * matter: a command is known by its id.
 */
export function patiently<T>(work: (again: boolean) => Promise<T>, waiting: Waiting): Promise<T> {
  return work(false).catch((error: unknown) => tryAgain(work, waiting, error));
}

async function tryAgain<T>(work: (again: boolean) => Promise<T>, { waits, signal }: Waiting, first: unknown): Promise<T> {
  let trouble = first;
  for (const ms of waits) {
    if (!(trouble instanceof DomainError) || trouble.code !== 'unavailable') break;
    await sleep(ms, undefined, { signal });
    try {
      return await work(true);
    } catch (error) {
      trouble = error;
    }
  }
  throw trouble;
}
