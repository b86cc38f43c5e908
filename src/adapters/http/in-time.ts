import type { ReadModels } from '../../projections/kernel/read-models';
import { freshWithinMs } from './limits';
import { EdgeError } from './problems/problem';

export interface Sought<T> {
  /** Null where the read models show nothing. */
  readonly ask: () => Promise<T | null>;
  readonly readModels: readonly string[];
  /** Where the log has it; null where it has nothing, or nothing that the reader may know of. */
  readonly recordedAt: () => Promise<string | null>;
}

/**
 * What the read models show. Nothing that was acknowledged is called absent: what they do not show and the log has is waited for. Null
 * only where there is none, or none that the reader may see.
 * @throws {EdgeError} not-shown-yet
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
  if (waitedFor === null && !isFresh) throw notShownYet();
  return waitedFor;
}

export function notShownYet(): EdgeError {
  return new EdgeError(
    'not-shown-yet',
    'What was recorded last is safe, but not here to be read yet. Ask again in a moment; /health says which read model does not follow.',
  );
}
