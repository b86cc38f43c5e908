import { existsSync } from 'node:fs';
import { mkdir, readdir, rename, rm, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { BackupRefused, type Contents } from '../adapters/backup/contents.port';
import { contentsOf } from '../adapters/backup/contents-of-stores';
import { checkTarget, transfer } from '../adapters/backup/transfer';
import type { RestoreAnswer } from '../adapters/control/control.port';
import { openDataFolder, restoringFolder, restoringMarker, type DataFolder } from '../adapters/data-folder/data-folder';
import { decodeFact, readableFacts } from '../adapters/eventstore/codec';
import { factsUpTo } from '../adapters/eventstore/event-store.port';
import { verifyLog, type VerifyReport } from '../adapters/eventstore/verify';
import { erasedKeys } from '../adapters/privacy/erased-keys';
import { aggregates } from '../domain/aggregates';
import { embedded, type Config } from '../config';
import { controlMethods } from './control-methods';
import { openDocket, readersOf, serversOf } from '../compose/docket';
import { transferOptions, useAndClose, type TransferContext } from './transfer-context';
import { openDatabases, openDatabasesIn, openStores, type Stores } from '../compose/stores';

interface Backup {
  readonly contents: Contents;
  readonly proof: string;
}

type RestoreContext = TransferContext & { readonly config: Config };
type RestoreResult = Omit<RestoreAnswer, 'madeAt' | 'dataFolder' | 'seconds'>;

/** The log is moved last. While it is in staging (`restoringMark`), no server starts, and an interrupted restore starts again. */
const moveOrder = ['files', 'read.db', 'ops.db', 'keys.db', 'log.db'];

/** Restores into a staging folder and verifies it there. Only then it is moved into place, or to the servers. */
export async function restore(backup: Backup, restoring: RestoreContext): Promise<Omit<RestoreAnswer, 'madeAt' | 'seconds'>> {
  const { EVENTSTORE_URL, MONGODB_URL, DATA_DIR } = restoring.config;
  const into = EVENTSTORE_URL === embedded && MONGODB_URL === embedded ? restoreIntoFolder : restoreIntoServers;
  const folder = openDataFolder(DATA_DIR, 'unfinishedRestore');
  try {
    return { ...(await into(backup, restoring, folder)), dataFolder: folder.path };
  } finally {
    folder.release();
  }
}

async function restoreIntoFolder(backup: Backup, restoring: RestoreContext, { path }: DataFolder): Promise<RestoreResult> {
  await checkEmpty(path);
  return withStaging(path, async (staging) => {
    const restored = await restoreAndVerify(backup, restoring, staging);
    for (const name of moveOrder) {
      if (existsSync(join(staging, name))) await rename(join(staging, name), join(path, name));
    }
    return restored;
  });
}

/** Facts, files and operations come from the archives, so an interrupted restore can continue. The keys come from the verified copy. */
async function restoreIntoServers(backup: Backup, restoring: RestoreContext, folder: DataFolder): Promise<RestoreResult> {
  const { contents } = backup;
  return withStaging(folder.path, async (staging) => {
    const open = openDatabasesIn(folder, { logId: contents.logId, servers: serversOf(restoring.config) });
    return useAndClose(await open, async (target) => {
      await checkTarget(contents, target);
      const restored = await restoreAndVerify(backup, restoring, staging);
      const moved = await useAndClose(await openDatabases(staging), (proved) =>
        transfer({ ...contents, keys: () => contentsOf(proved, []).keys() }, target, transferOptions(target, restoring)),
      );
      return { ...restored, ...moved };
    });
  });
}

async function withStaging<T>(path: string, work: (staging: string) => Promise<T>): Promise<T> {
  const staging = join(path, restoringFolder);
  await mkdir(staging, { recursive: true, mode: 0o700 });
  // Written first and never removed before the rest, because a server must not start meanwhile.
  await writeFile(join(path, restoringMarker), '', { mode: 0o600 });
  for (const name of await readdir(staging)) {
    if (join(restoringFolder, name) !== restoringMarker) await rm(join(staging, name), { recursive: true, force: true });
  }
  try {
    return await work(staging);
  } finally {
    await rm(staging, { recursive: true, force: true });
  }
}

/** @throws {BackupRefused} the folder contains data */
async function checkEmpty(path: string): Promise<void> {
  const wasMoving = existsSync(join(path, restoringMarker));
  const there = (await readdir(path)).filter((name) => moveOrder.some((ours) => name.startsWith(ours)));
  if (there.includes('log.db') || (there.length > 0 && !wasMoving)) {
    throw new BackupRefused(
      `The data folder ${path} is not empty (${there.sort().join(', ')}). Nothing was changed. Set DATA_DIR to an empty folder, or move these ` +
        'files away.',
    );
  }
  for (const name of there) await rm(join(path, name), { recursive: true, force: true });
}

/** Restores into an empty folder, destroys keys erased since, verifies the log and builds the read models. */
async function restoreAndVerify(backup: Backup, restoring: RestoreContext, folder: string): Promise<RestoreResult> {
  const config = { ...restoring.config, DATA_DIR: folder, EVENTSTORE_URL: embedded, MONGODB_URL: embedded };
  const there = { ...restoring, config };
  const filled = await copyContents(backup, there);
  const proved = await eraseAndVerify(there);
  return { ...filled, ...proved, tickets: await countTickets(there) };
}

async function copyContents({ contents, proof }: Backup, { config, ...how }: RestoreContext) {
  return useAndClose(await openDatabases(config.DATA_DIR, { logId: contents.logId }), async (target) => {
    const moved = await transfer(contents, target, transferOptions(target, how));
    if (moved.proof !== proof)
      throw new BackupRefused('The facts in the archive differ from those that were backed up. Use another backup.');
    return moved;
  });
}

/** Repeats every erasure that the log records, whenever the archives were made. Then verifies hashes, chains, boxes and facets. */
async function eraseAndVerify({ config, progress, signal }: RestoreContext) {
  return useAndClose(await openStores(config.DATA_DIR), async (stores) => {
    const contents = contentsOf(stores, []);
    const destroyed = await erasedKeys(async function* () {
      for await (const page of contents.facts()) yield readableFacts(page, (stored) => decodeFact(stored));
    });
    if (destroyed.length > 0) await stores.keyRing.destroy(destroyed);
    const head = await stores.log.head();
    if (head !== null) await stores.ops.write([], { checkpoints: [{ name: readersOf.erasing, position: head }] });
    const { streams, boxes, erased } = await verify(stores, { progress, signal });
    return { keysDestroyed: destroyed.length, streams, boxes, erased };
  });
}

async function verify({ log, keyRing }: Stores, { progress, signal }: TransferContext): Promise<VerifyReport> {
  const total = await factsUpTo(log, await log.head());
  const report = await verifyLog({
    ...{ store: log, keyRing, aggregate: (category) => aggregates[category] },
    progress: (done) => progress({ done, total, unit: 'facts', on: 'verify' }),
    signal,
  });
  const [problem] = report.problems;
  if (problem === undefined) return report;
  throw new BackupRefused(
    `The backup is damaged at ${problem.stream}, revision ${problem.revision}: ${problem.what} (${report.problems.length} in all). Use keys that ` +
      'are as new as the archive, or another backup.',
  );
}

/** Builds every read model, so that a fact that cannot be folded is found before the restore takes effect. */
async function countTickets({ config, progress, signal }: RestoreContext): Promise<number> {
  return useAndClose(await openDocket({ ...config, NODE_ENV: 'production' }), async (docket) => {
    const report = await controlMethods(docket)['report.volume']({}, progress, signal);
    return report.tickets;
  });
}
