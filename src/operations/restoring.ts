import { existsSync } from 'node:fs';
import { mkdir, readdir, rename, rm, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { BackupRefused, type Contents } from '../adapters/backup/contents.port';
import { contentsOf } from '../adapters/backup/contents-of-stores';
import { mustSuit, transfer } from '../adapters/backup/transfer';
import type { RestoreAnswer } from '../adapters/control/control.port';
import { openDataFolder, restoringFolder, restoringMark, type DataFolder } from '../adapters/data-folder/data-folder';
import { decodeFact } from '../adapters/eventstore/codec';
import { verifyLog, type VerifyReport } from '../adapters/eventstore/verify';
import { erasedKeys } from '../adapters/privacy/erased-keys';
import { aggregates } from '../compose/aggregates';
import { embedded, type Config } from '../config';
import { controlMethods } from './control-methods';
import { openDocket, readersOf, serversOf } from '../compose/docket';
import { moving, using, type Moving } from './moving';
import { openDatabases, openDatabasesIn, openStores, type Stores } from '../compose/stores';

interface Backup {
  readonly contents: Contents;
  readonly proof: string;
}

type Restoring = Moving & { readonly config: Config };
type Restored = Omit<RestoreAnswer, 'madeAt' | 'dataFolder' | 'seconds'>;

/** The log last: until it has left its place (`restoringMark`) nothing starts, and a kill between two moves is found and begun again. */
const movedInOrder = ['files', 'read.db', 'ops.db', 'keys.db', 'log.db'];

/** Makes the whole beside the data folder, proves it there, and only then lets it count: by moving it into place, or into the servers. */
export async function restore(backup: Backup, restoring: Restoring): Promise<Omit<RestoreAnswer, 'madeAt' | 'seconds'>> {
  const { EVENTSTORE_URL, MONGODB_URL, DATA_DIR } = restoring.config;
  const into = EVENTSTORE_URL === embedded && MONGODB_URL === embedded ? intoFolder : intoServers;
  const folder = openDataFolder(DATA_DIR, 'unfinishedRestore');
  try {
    return { ...(await into(backup, restoring, folder)), dataFolder: folder.path };
  } finally {
    folder.release();
  }
}

async function intoFolder(backup: Backup, restoring: Restoring, { path }: DataFolder): Promise<Restored> {
  await makeRoom(path);
  return beside(path, async (staging) => {
    const restored = await bring(backup, restoring, staging);
    for (const name of movedInOrder) {
      if (existsSync(join(staging, name))) await rename(join(staging, name), join(path, name));
    }
    return restored;
  });
}

/** Facts, files and operations as they are in the archives, so that one that was killed goes on when it is begun again; keys as proved. */
async function intoServers(backup: Backup, restoring: Restoring, folder: DataFolder): Promise<Restored> {
  const { contents } = backup;
  return beside(folder.path, async (staging) => {
    const open = openDatabasesIn(folder, { logId: contents.logId, servers: serversOf(restoring.config) });
    return using(await open, async (target) => {
      await mustSuit(contents, target);
      const restored = await bring(backup, restoring, staging);
      const moved = await using(await openDatabases(staging), (proved) =>
        transfer({ ...contents, keys: () => contentsOf(proved, []).keys() }, target, moving(target, restoring)),
      );
      return { ...restored, ...moved };
    });
  });
}

async function beside<T>(path: string, work: (staging: string) => Promise<T>): Promise<T> {
  const staging = join(path, restoringFolder);
  await mkdir(staging, { recursive: true, mode: 0o700 });
  // Emptied, too, and begun anew; what is no longer there marks nothing.
  await writeFile(join(path, restoringMark), '', { mode: 0o600 });
  for (const name of await readdir(staging)) {
    if (join(restoringFolder, name) !== restoringMark) await rm(join(staging, name), { recursive: true, force: true });
  }
  try {
    return await work(staging);
  } finally {
    await rm(staging, { recursive: true, force: true });
  }
}

/** @throws {BackupRefused} there is something in it that must not be lost */
async function makeRoom(path: string): Promise<void> {
  const wasMoving = existsSync(join(path, restoringMark));
  const there = (await readdir(path)).filter((name) => movedInOrder.some((ours) => name.startsWith(ours)));
  if (there.includes('log.db') || (there.length > 0 && !wasMoving)) {
    throw new BackupRefused(
      `The data folder ${path} is not empty (${there.sort().join(', ')}). Nothing was changed. Set DATA_DIR to an empty folder, or move what ` +
        'is there away.',
    );
  }
  for (const name of there) await rm(join(path, name), { recursive: true, force: true });
}

/** Everything into an empty folder, less what was erased since, read to the last box and folded to the last fact. */
async function bring(backup: Backup, restoring: Restoring, folder: string): Promise<Restored> {
  const config = { ...restoring.config, DATA_DIR: folder, EVENTSTORE_URL: embedded, MONGODB_URL: embedded };
  const there = { ...restoring, config };
  const filled = await fill(backup, there);
  const proved = await forgetAndProve(there);
  return { ...filled, ...proved, tickets: await countTickets(there) };
}

async function fill({ contents, proof }: Backup, { config, ...how }: Restoring) {
  return using(await openDatabases(config.DATA_DIR, { logId: contents.logId }), async (target) => {
    const moved = await transfer(contents, target, moving(target, how));
    if (moved.proof !== proof)
      throw new BackupRefused('The facts in the archive are not those it was made of. Take another backup.');
    return moved;
  });
}

/** What was erased before or after either archive was made stays erased; then every hash, chain, box and facet is read. */
async function forgetAndProve({ config, progress, signal }: Restoring) {
  return using(await openStores(config.DATA_DIR), async (stores) => {
    const contents = contentsOf(stores, []);
    const destroyed = await erasedKeys(async function* () {
      for await (const page of contents.facts()) yield page.map((stored) => decodeFact(stored));
    });
    if (destroyed.length > 0) await stores.keyRing.destroy(destroyed);
    const head = await stores.log.head();
    if (head !== null) await stores.ops.write([], { checkpoints: [{ name: readersOf.erasing, position: head }] });
    const { streams, boxes, erased } = await prove(stores, { progress, signal });
    return { keysDestroyed: destroyed.length, streams, boxes, erased };
  });
}

async function prove({ log, keyRing }: Stores, { progress, signal }: Moving): Promise<VerifyReport> {
  const total = log.logIndexOf(await log.head());
  const report = await verifyLog({
    ...{ store: log, keyRing, aggregate: (category) => aggregates[category] },
    progress: (done) => progress({ done, total, unit: 'facts', on: 'verify' }),
    signal,
  });
  const [problem] = report.problems;
  if (problem === undefined) return report;
  throw new BackupRefused(
    `The backup does not hold: ${problem.stream}, revision ${problem.revision}: ${problem.what} (${report.problems.length} such). Take keys that ` +
      'are as new as the archive, or another backup.',
  );
}

/** Builds every read model: what cannot be folded is found before it counts. */
async function countTickets({ config, progress, signal }: Restoring): Promise<number> {
  return using(await openDocket({ ...config, NODE_ENV: 'production' }), async (docket) => {
    const report = await controlMethods(docket)['report.volume']({}, progress, signal);
    return report.tickets;
  });
}
