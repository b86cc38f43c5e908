import { setTimeout as sleep } from 'node:timers/promises';
import type { Documents } from '../../projections/kernel/documents.port';

export interface CarriedOutParts {
  readonly ops: Pick<Documents, 'checkpoint'>;
  /** Where the reactor that destroys keys keeps how far it is. */
  readonly checkpoint: string;
  /** Ends the waiting with the server. */
  readonly signal: AbortSignal;
  /** Milliseconds. */
  readonly patience?: number;
}

const pollMs = 25;

/**
 * Whoever erases reads the next answer as proof, so the answer waits until the keys are destroyed and the read models rebuilt. A
 * desk too large for that within half a minute is answered then: the fact is recorded, and the rest follows whatever happens.
 */
export function erasuresOf({ ops, checkpoint, signal, patience = 30_000 }: CarriedOutParts) {
  return {
    async carriedOut(position: string): Promise<void> {
      const end = performance.now() + patience;
      while (!signal.aborted && performance.now() < end) {
        const reached = await ops.checkpoint(checkpoint);
        if (reached !== null && reached.position >= position) return;
        await sleep(pollMs, undefined, { signal }).catch(() => undefined);
      }
    },
  };
}
