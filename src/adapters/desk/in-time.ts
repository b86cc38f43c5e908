import type { ReadModels } from '../../projections/kernel/read-models';

/** How long a request waits for a read model to catch up with what was just recorded. */
export const freshWithinMs = 2_000;

export interface Sought<T> {
  /** Null where the read models show nothing. */
  readonly ask: () => Promise<T | null>;
  readonly readModels: readonly string[];
  /** Where the log has it; null where it has nothing, or nothing that the reader may know of. */
  readonly recordedAt: () => Promise<string | null>;
}

/**
 * What the read models show. Waits for what was acknowledged and is not shown yet. Null only where there is nothing that the reader may see.
 * @throws {NotShownYet}
 */
export async function inTime<T>(
  models: Pick<ReadModels, 'waitFor'>,
  { ask, readModels, recordedAt }: Sought<T>,
): Promise<T | null> {
  const found = await ask();
  if (found !== null) return found;
  const position = await recordedAt();
  if (position === null) return null;
  const isFresh = await models.waitFor(readModels, position, freshWithinMs);
  const waitedFor = await ask();
  if (waitedFor === null && !isFresh) throw new NotShownYet();
  return waitedFor;
}

/** It is recorded, and no read model shows it yet. */
export class NotShownYet extends Error {
  constructor() {
    super(
      'What was recorded last is safe, but cannot be read here yet. Ask again in a moment; /health names the read model that lags.',
    );
    this.name = 'NotShownYet';
  }
}
