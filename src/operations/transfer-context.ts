import type { TransferOptions } from '../adapters/backup/transfer';
import type { Progress, TransferAnswer } from '../adapters/control/control.port';
import type { Databases } from '../compose/stores';

export interface TransferContext {
  readonly progress: Progress;
  readonly signal: AbortSignal;
}

export function transferOptions({ log }: Databases, { progress, signal }: TransferContext): TransferOptions {
  return {
    onProgress: (done, total, unit) => progress({ done, total, unit }),
    signal,
    // The SQLite writer keeps the order of appends. A server may not.
    maxConcurrent: log.description.startsWith('SQLite') ? 256 : 1,
  };
}

export async function timed<T extends object>(work: () => Promise<T>): Promise<T & Pick<TransferAnswer, 'seconds'>> {
  const started = performance.now();
  return { ...(await work()), seconds: (performance.now() - started) / 1000 };
}

export async function useAndClose<Opened extends { close(): Promise<void> | void }, T>(
  opened: Opened,
  work: (opened: Opened) => Promise<T>,
): Promise<T> {
  try {
    return await work(opened);
  } finally {
    await opened.close();
  }
}
