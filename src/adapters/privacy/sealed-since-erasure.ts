import type { Subject } from '../../domain/kernel/ids';
import type { ReadModels } from '../../projections/kernel/read-models';
import { StoreUnavailable } from '../eventstore/errors';
import type { EventStore } from '../eventstore/event-store.port';
import { givenSince, subjectKeys } from '../../projections/audit/subject-keys';

export interface SealedSinceErasureParts {
  readonly log: Pick<EventStore, 'head' | 'readStream' | 'countedTo' | 'logIndexOf'>;
  readonly models: Pick<ReadModels, 'find' | 'waitFor'>;
}

const timeoutMs = 5_000;

/**
 * Whether a subject was given keys after its erasure. Its own stream ends with the erasure. Keys for boxes elsewhere are found in a
 * projection, which must have folded the whole log before "no" is a safe answer.
 * @throws {StoreUnavailable} the projection has not caught up in time
 */
export function sealedSinceErasure({ log, models }: SealedSinceErasureParts): (subject: Subject) => Promise<boolean> {
  return async (subject) => {
    const [erasure] = await log.readStream(subject, { direction: 'backward', limit: 1 });
    const head = await log.head();
    if (erasure === undefined || head === null) return false;
    if (!(await models.waitFor([subjectKeys.name], head, timeoutMs))) {
      throw new StoreUnavailable(
        `The projection ${subjectKeys.name} has not caught up with ${head}, so the keys to erase are not known yet`,
      );
    }
    await log.countedTo(erasure.position);
    const where = givenSince(subject, log.logIndexOf(erasure.position));
    const { items } = await models.find(subjectKeys.name, { where, limit: 1 });
    return items.length > 0;
  };
}
