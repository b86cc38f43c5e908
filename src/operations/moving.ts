import type { TransferOptions } from '../adapters/backup/transfer';
import type { Progress, TransferAnswer } from '../adapters/control/control.port';
import type { Databases } from '../compose/stores';

export interface Moving {
  readonly progress: Progress;
  readonly signal: AbortSignal;
}

export function moving({ log }: Databases, { progress, signal }: Moving): TransferOptions {
  return {
    moved: (done, total, unit) => progress({ done, total, unit }),
    signal,
    // Its writer takes appends in the order they were sent; a server may not.
    atOnce: log.description.startsWith('SQLite') ? 256 : 1,
  };
}

export async function timed<T extends object>(work: () => Promise<T>): Promise<T & Pick<TransferAnswer, 'seconds'>> {
  const started = performance.now();
  return { ...(await work()), seconds: (performance.now() - started) / 1000 };
}

export async function using<Opened extends { close(): Promise<void> | void }, T>(
  opened: Opened,
  work: (opened: Opened) => Promise<T>,
): Promise<T> {
  try {
    return await work(opened);
  } finally {
    await opened.close();
  }
}
