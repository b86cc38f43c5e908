import { setTimeout as sleep } from 'node:timers/promises';
import type { LogNews } from '../eventstore/event-store.port';

export interface BackOff {
  readonly firstMs: number;
  readonly maxMs: number;
  /** 0 … 1. Jitter, so that callers that failed together retry apart. */
  readonly random: () => number;
}

export const defaultBackOff: BackOff = { firstMs: 100, maxMs: 30_000, random: Math.random };

/** Delay before retry number `failures`: exponential, the second half random. */
export function delayOf(failures: number, { firstMs, maxMs, random }: BackOff): number {
  const whole = Math.min(maxMs, firstMs * 2 ** Math.min(failures - 1, 30));
  return Math.round(whole / 2 + (whole / 2) * random());
}

/** Returns early on abort. */
export async function pause(ms: number, signal: AbortSignal): Promise<void> {
  await sleep(ms, undefined, { signal }).catch(() => undefined);
}

/** Returns early, too, once the log has answered after what was `seen` before the work that failed. */
export async function pauseUntilBack(ms: number, signal: AbortSignal, { recovered, seen }: Awaited): Promise<void> {
  const over = new AbortController();
  abortWith(over, [signal]);
  await Promise.race([pause(ms, over.signal), recovered.waitAfter(seen, over.signal)]);
  over.abort();
}

interface Awaited {
  readonly recovered: LogNews;
  readonly seen: number;
}

/**
 * Retries until it succeeds, the signal aborts, or an error is permanent.
 * @returns undefined when aborted
 */
export async function retryUntilDone<T>(
  work: () => Promise<T>,
  { signal, backOff, isPermanent, onFailure, recovered = never }: RetryOptions,
): Promise<T | undefined> {
  for (let failures = 1; !signal.aborted; failures++) {
    const { seen } = recovered;
    try {
      const result = await work();
      if (failures > 1) onFailure(null);
      return result;
    } catch (error) {
      if (isPermanent(error)) throw error;
      if (isAborted(signal)) return undefined;
      onFailure(error);
      await pauseUntilBack(delayOf(failures, backOff), signal, { recovered, seen });
    }
  }
  return undefined;
}

/** Aborts a controller with any of the signals, and removes the listeners once it is aborted. */
export function abortWith(own: AbortController, signals: readonly AbortSignal[]): void {
  for (const signal of signals) signal.addEventListener('abort', () => own.abort(), { once: true, signal: own.signal });
  // A signal may have been aborted while the lease was requested.
  if (signals.some(({ aborted }) => aborted)) own.abort();
}

/** For use after an await: the compiler assumes that `aborted` never changes. */
export function isAborted(signal: AbortSignal): boolean {
  return signal.aborted;
}

/** Message of a caught value. */
export function reasonOf(error: unknown): string {
  return error instanceof Error ? error.message : JSON.stringify(error);
}

export interface RetryOptions {
  readonly signal: AbortSignal;
  readonly backOff: BackOff;
  /** Permanent errors are not retried. */
  readonly isPermanent: (error: unknown) => boolean;
  /** Called with every failure, and with null after recovery. */
  readonly onFailure: (error: unknown) => void;
  /** Ends a pause. Default: nothing does. */
  readonly recovered?: LogNews;
}

const never: LogNews = { seen: 0, waitAfter: () => new Promise(() => undefined) };
