import type { ReadModels } from '../../projections/kernel/read-models';

/** How long a request waits until a read model shows what was just recorded. */
export const freshWithinMs = 2_000;

export interface Sought<T> {
  /** Null when the read models have no result. */
  readonly ask: () => Promise<T | null>;
  readonly readModels: readonly string[];
  /** Position in the log. Null when nothing is recorded, or the reader may not see it. */
  readonly recordedAt: () => Promise<string | null>;
}

/**
 * Reads from the read models, and waits for acknowledged facts. Null only when there is nothing that the reader may see.
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

/** Recorded, but no read model shows it yet. */
export class NotShownYet extends Error {
  constructor() {
    super(
      'What was recorded last is safe, but cannot be read here yet. Ask again in a moment; /health names the read model that lags.',
    );
    this.name = 'NotShownYet';
  }
}
