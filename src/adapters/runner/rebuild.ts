import { randomUUID } from 'node:crypto';
import type { Documents } from '../../projections/kernel/documents.port';
import type { Projection } from '../../projections/kernel/projection';
import { changeLive, dropCollection, findLive, nextCollection } from './live';
import type { LogFollower } from './log-follower';
import { ProjectionWorker } from './projection-worker';

export interface RebuildParts {
  readonly read: Documents;
  readonly follower: LogFollower;
  readonly token: number;
  readonly signal: AbortSignal;
  /** Called with a new worker when its rebuild starts. */
  readonly onStarted: (worker: ProjectionWorker) => void;
  /** Called when the new collection is live. Returns the worker of the old one, if any. */
  readonly onSwitched: (worker: ProjectionWorker) => ProjectionWorker | null;
}

interface Shadow {
  readonly worker: ProjectionWorker;
  /** The request that this rebuild fulfils. */
  readonly asked: number;
}

/**
 * Rebuilds projections beside their live collections with one reader, and switches each at the head. A failed one keeps its live
 * collection. The caller drops unused collections.
 * @returns the workers that stopped
 */
export async function rebuild(projections: readonly Projection[], parts: RebuildParts): Promise<readonly ProjectionWorker[]> {
  const { follower, signal } = parts;
  const shadows = await Promise.all(projections.map((projection) => prepareShadow(projection, parts)));
  const workers = shadows.map(({ worker }) => worker);
  if (projections.some(({ handles }) => handles === 'all')) await follower.damaged.forget();
  await follower.catchUp(workers);
  // A second pass leaves little for `join`, which blocks the other projections.
  await follower.catchUp(workers);
  await follower.join(workers.filter(isRunning), async () => {
    for (const shadow of shadows) if (isRunning(shadow.worker)) await switchOver(shadow, parts);
  });
  return signal.aborted ? [] : workers.filter((worker) => !isRunning(worker));
}

/** Always starts from the first fact, because a partial rebuild may contain data erased since. */
async function prepareShadow(projection: Projection, { read, token, onStarted }: RebuildParts): Promise<Shadow> {
  const live = await findLive(read, projection.name);
  if (live === null) throw new Error(`there is no projection ${projection.name}`);
  const collection = nextCollection(projection, live);
  await dropCollection(read, collection);
  const worker = new ProjectionWorker(projection, collection, read, token);
  await worker.prepare();
  onStarted(worker);
  return { worker, asked: live.asked };
}

async function switchOver({ worker, asked }: Shadow, { read, follower, onSwitched }: RebuildParts): Promise<void> {
  const { projection, collection } = worker;
  await changeLive(read, projection.name, (live) => ({
    ...live,
    collection,
    version: projection.version,
    built: asked,
    generation: randomUUID(),
  }));
  const before = onSwitched(worker);
  if (before !== null) follower.leave(before);
}

function isRunning({ stopped }: ProjectionWorker): boolean {
  return stopped === null;
}
