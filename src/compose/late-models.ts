import type { Runner } from '../adapters/runner/runner';
import type { ReadModels } from '../projections/kernel/read-models';

/** Read models for parts created before the runner, resolved on use. */
export function late(runner: () => Runner): Pick<ReadModels, 'find' | 'getMany' | 'waitFor'> {
  return {
    find: (...asked) => runner().readModels.find(...asked),
    getMany: (...asked) => runner().readModels.getMany(...asked),
    waitFor: (...asked) => runner().readModels.waitFor(...asked),
  };
}
