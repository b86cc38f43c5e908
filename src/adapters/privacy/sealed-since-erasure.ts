import type { Subject } from '../../domain/kernel/ids';
import type { ReadModels } from '../../projections/kernel/read-models';
import { StoreUnavailable } from '../eventstore/errors';
import type { EventStore } from '../eventstore/event-store.port';
import { givenSince, subjectKeys } from '../../projections/audit/subject-keys';

export interface SealedSinceErasureParts {
  readonly log: Pick<EventStore, 'head' | 'readStream'>;
  readonly models: Pick<ReadModels, 'find' | 'waitFor'>;
}

const patience = 5_000;

/**
 * Whether a key was given to somebody after they were erased. Their own stream ends with the erasure, for nothing more is recorded in it; what
 * was sealed for them elsewhere is told by a projection, which must have seen all of the log: "nothing" would end the matter.
 * @throws {StoreUnavailable} it has not seen all of the log in time
 */
export function sealedSinceErasure({ log, models }: SealedSinceErasureParts): (subject: Subject) => Promise<boolean> {
  return async (subject) => {
    const [erasure] = await log.readStream(subject, { direction: 'backward', limit: 1 });
    const head = await log.head();
    if (erasure === undefined || head === null) return false;
    if (!(await models.waitFor([subjectKeys.name], head, patience))) {
      throw new StoreUnavailable(`${subjectKeys.name} has not caught up with ${head}: nobody knows yet what is left to erase`);
    }
    const { items } = await models.find(subjectKeys.name, { where: givenSince(subject, erasure.logIndex), limit: 1 });
    return items.length > 0;
  };
}
