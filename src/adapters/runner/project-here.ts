import type { Projection } from '../../projections/kernel/projection';
import { ActiveProjections } from './active-projections';
import type { ProjectionParts } from './active-projections';
import type { ProjectingOrder, StartProjecting } from './projecting';

/** On the thread that asks. */
export function projectHere(
  parts: Omit<ProjectionParts, keyof ProjectingOrder>,
  projections: readonly Projection[],
): StartProjecting {
  return async (order) => {
    const opened = new ActiveProjections({ ...parts, ...order }, projections);
    await opened.open();
    return opened;
  };
}
