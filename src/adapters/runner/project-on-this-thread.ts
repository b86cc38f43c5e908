import type { Projection } from '../../projections/kernel/projection';
import { LeasedProjections } from './leased-projections';
import type { ProjectionParts } from './leased-projections';
import type { ProjectingOptions, StartProjections } from './running-projections';

/** Runs the projections on the calling thread. */
export function projectOnThisThread(
  parts: Omit<ProjectionParts, keyof ProjectingOptions>,
  projections: readonly Projection[],
): StartProjections {
  return async (options) => {
    const opened = new LeasedProjections({ ...parts, ...options }, projections);
    await opened.open();
    return opened;
  };
}
