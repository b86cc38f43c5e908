import { setTimeout as sleep } from 'node:timers/promises';

export interface BackOff {
  readonly firstMs: number;
  readonly mostMs: number;
  /** 0 … 1: spreads those who failed together. */
  readonly random: () => number;
}

export const calmly: BackOff = { firstMs: 100, mostMs: 30_000, random: Math.random };

/** Milliseconds before try number `failures` + 1: doubling, a half of it by chance. */
export function delayOf(failures: number, { firstMs, mostMs, random }: BackOff): number {
  const whole = Math.min(mostMs, firstMs * 2 ** Math.min(failures - 1, 30));
  return Math.round(whole / 2 + (whole / 2) * random());
}

/** Ends early, and quietly, on abort. */
export async function pause(ms: number, signal: AbortSignal): Promise<void> {
  await sleep(ms, undefined, { signal }).catch(() => undefined);
}

/**
 * Tries until it works, the signal says stop, or `final` says that no try will help.
 * @returns undefined when stopped
 */
export async function untilDone<T>(work: () => Promise<T>, { signal, backOff, final, trouble }: Trying): Promise<T | undefined> {
  for (let failures = 1; !signal.aborted; failures++) {
    try {
      const result = await work();
      if (failures > 1) trouble(null);
      return result;
    } catch (error) {
      if (final(error)) throw error;
      if (stops(signal)) return undefined;
      trouble(error);
      await pause(delayOf(failures, backOff), signal);
    }
  }
  return undefined;
}

/** Any of them ends what `own` is for; over, it listens to none of them any more. */
export function endWith(own: AbortController, signals: readonly AbortSignal[]): void {
  for (const signal of signals) signal.addEventListener('abort', () => own.abort(), { once: true, signal: own.signal });
  // A stop may have come while the lease was being asked for.
  if (signals.some(({ aborted }) => aborted)) own.abort();
}

/** Asked again after an await; the compiler believes that a signal never changes. */
export function stops(signal: AbortSignal): boolean {
  return signal.aborted;
}

/** What a caught value says. */
export function reasonOf(error: unknown): string {
  return error instanceof Error ? error.message : JSON.stringify(error);
}

export interface Trying {
  readonly signal: AbortSignal;
  readonly backOff: BackOff;
  /** Errors that no repetition cures. */
  readonly final: (error: unknown) => boolean;
  /** Told of every failure, and null when all is well again. */
  readonly trouble: (error: unknown) => void;
}
