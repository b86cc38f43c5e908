import type { Documents } from '../../projections/kernel/documents.port';
import type { Projection } from '../../projections/kernel/projection';
import { changeLive, dropCollection, liveOf, nextCollection } from './live';
import type { LogFollower } from './log-follower';
import { ProjectionWorker } from './projection-worker';

export interface RebuildParts {
  readonly read: Documents;
  readonly follower: LogFollower;
  readonly token: number;
  readonly signal: AbortSignal;
  /** Told of the new worker as soon as it builds, so that its progress shows. */
  readonly building: (worker: ProjectionWorker) => void;
  /** Told the moment the new collection answers; gives back the worker that kept the old one, if any. */
  readonly switched: (worker: ProjectionWorker) => ProjectionWorker | null;
}

interface Shadow {
  readonly worker: ProjectionWorker;
  /** The order it fulfils. */
  readonly asked: number;
}

/**
 * Builds the projections anew beside the live collections, all by one reading of the log, and switches each when it has reached the
 * head. One that cannot be built leaves its live collection as it is. What is used no longer stays, for the caller to drop.
 * @returns the workers that stopped, with why
 */
export async function rebuild(projections: readonly Projection[], parts: RebuildParts): Promise<readonly ProjectionWorker[]> {
  const { follower, signal } = parts;
  const shadows = await Promise.all(projections.map((projection) => prepareShadow(projection, parts)));
  const workers = shadows.map(({ worker }) => worker);
  await follower.catchUp(workers);
  // What came meanwhile, so that joining, which holds the others up, has little left.
  await follower.catchUp(workers);
  await follower.join(workers.filter(isGoing), async () => {
    for (const shadow of shadows) if (isGoing(shadow.worker)) await switchOver(shadow, parts);
  });
  return signal.aborted ? [] : workers.filter((worker) => !isGoing(worker));
}

/** Always from the first fact: what an unfinished one left may hold what has been erased since. */
async function prepareShadow(projection: Projection, { read, token, building }: RebuildParts): Promise<Shadow> {
  const live = await liveOf(read, projection.name);
  if (live === null) throw new Error(`there is no projection ${projection.name}`);
  const collection = nextCollection(projection, live);
  await dropCollection(read, collection);
  const worker = new ProjectionWorker(projection, collection, read, token);
  await worker.prepare();
  building(worker);
  return { worker, asked: live.asked };
}

async function switchOver({ worker, asked }: Shadow, { read, follower, switched }: RebuildParts): Promise<void> {
  const { projection, collection } = worker;
  await changeLive(read, projection.name, (live) => ({ ...live, collection, version: projection.version, built: asked }));
  const before = switched(worker);
  if (before !== null) follower.leave(before);
}

function isGoing({ stopped }: ProjectionWorker): boolean {
  return stopped === null;
}
