import { catchUp, type CaughtUp } from '../../../src/operations/catch-up';
import type { ProjectionStatus } from '../../../src/projections/kernel/read-models';

const one = { name: 'ticket-list', version: 1, position: '1', rebuildPercent: null, failure: 'the store is away' };
const stuck: ProjectionStatus = { ...one, state: 'stopped' };
const retrying: ProjectionStatus = { ...stuck, retrying: true };
const quiet = (): void => undefined;

/** Read models with this status for the first two polls, which then reach the head. */
function waiting(status: ProjectionStatus): CaughtUp {
  let polls = 0;
  const log = { head: () => Promise.resolve('2'), countedTo: () => Promise.resolve(), logIndexOf: Number };
  const waitFor = (): Promise<boolean> => Promise.resolve(++polls > 2);
  return { stores: { log }, runner: { status: () => [status], readModels: { waitFor } } };
}

describe('waiting for read models after an import, a copy or a restore', () => {
  it('goes on while a read model waits for its store, which comes back', async () => {
    await expect(catchUp(waiting(retrying), quiet, new AbortController().signal)).resolves.toBeUndefined();
  });

  it('ends at once with the reason when a read model has stopped for good', async () => {
    await expect(catchUp(waiting(stuck), quiet, new AbortController().signal)).rejects.toThrow(
      'ticket-list has stopped: the store is away',
    );
  });
});
