import { existsSync } from 'node:fs';
import { mkdir, readdir, rename, rm } from 'node:fs/promises';
import { join, resolve } from 'node:path';
import { BackupRefused, type Contents } from './adapters/backup/contents.port';
import { contentsOf } from './adapters/backup/contents-of-stores';
import { openBackup } from './adapters/backup/restore';
import { transfer, type TransferOptions } from './adapters/backup/transfer';
import type { AloneMethods, Progress, RestoreAnswer, TransferAnswer } from './adapters/control/control.port';
import { openDataFolder } from './adapters/data-folder/data-folder';
import { decodeFact } from './adapters/eventstore/codec';
import { verifyLog, type VerifyReport } from './adapters/eventstore/verify';
import { erasedKeys } from './adapters/privacy/erased-keys';
import { systemClock } from './adapters/system/system';
import { aggregates } from './aggregates';
import { mustBeThere, placeAt, shown } from './addresses';
import { embedded, type Config } from './config';
import { controlMethods } from './control-methods';
import { openDocket, readersOf, serversOf } from './docket';
import { openDatabases, openStores, type Databases, type Stores } from './stores';

/** What the scripts do that make an installation or read one whole. */
export function aloneMethods(config: Config): AloneMethods {
  return {
    restore: async (order, progress, signal) => {
      const opened = await openBackup({ ...order, signal, now: systemClock.now() });
      const restoring = { config, progress, signal };
      return using(opened, async (backup) => ({ ...(await restore(backup, restoring)), madeAt: backup.madeAt }));
    },
    copy: async ({ from, to }, progress, signal) => {
      const [source, target] = [from, to].map((addresses) => ({ ...config, ...placeAt(addresses, standing()) })) as [
        Config,
        Config,
      ];
      mustBeThere(source);
      return using(await openDatabases(source.DATA_DIR, undefined, serversOf(source)), (filled) =>
        timed(async () => ({ ...(await copy(filled, target, progress, signal)), to: shown(to) })),
      );
    },
  };
}

const standing = (): string => process.env['INIT_CWD'] ?? process.cwd();

function copy(source: Databases, target: Config, progress: Progress, signal: AbortSignal) {
  const open = openDatabases(target.DATA_DIR, source.log.logId, serversOf(target));
  return open.then((databases) =>
    using(databases, () => transfer(contentsOf(source, readersOf.all), databases, moving(databases, progress, signal))),
  );
}

interface Restoring {
  readonly config: Config;
  readonly progress: Progress;
  readonly signal: AbortSignal;
}

interface Backup {
  readonly contents: Contents;
  readonly proof: string;
}

/** In the data folder itself: it may be a volume, and a file moves into place in no time only within one. */
const stagingName = 'restoring';
/** The log last: without it nothing else counts, so a kill between two moves is found and begun again. */
const movedInOrder = ['files', 'read.db', 'ops.db', 'keys.db', 'log.db'];

/** Proves the whole, and only then lets it count: beside the data folder where that is all there is, in the servers' own place else. */
async function restore(backup: Backup, restoring: Restoring): Promise<Omit<RestoreAnswer, 'madeAt'>> {
  const { config } = restoring;
  const dataFolder = resolve(config.DATA_DIR);
  if (config.EVENTSTORE_URL !== embedded || config.MONGODB_URL !== embedded)
    return { ...(await bring(backup, restoring)), dataFolder };
  const folder = openDataFolder(config.DATA_DIR);
  const staging = join(dataFolder, stagingName);
  try {
    await makeRoom(dataFolder, staging);
    try {
      const brought = await bring(backup, { ...restoring, config: { ...config, DATA_DIR: staging } });
      await switchTo(dataFolder, staging);
      return { ...brought, dataFolder };
    } catch (error) {
      await rm(staging, { recursive: true, force: true });
      throw error;
    }
  } finally {
    folder.release();
  }
}

async function bring(backup: Backup, restoring: Restoring) {
  const moved = await timed(() => fill(backup, restoring));
  const proved = await forgetAndProve(restoring);
  return { ...moved, ...proved, tickets: await countTickets(restoring) };
}

/** @throws {BackupRefused} there is something in it that must not be lost */
async function makeRoom(path: string, staging: string): Promise<void> {
  const wasMoving = existsSync(join(staging, 'log.db'));
  const there = (await readdir(path)).filter((name) => movedInOrder.some((ours) => name.startsWith(ours)));
  if (there.includes('log.db') || (there.length > 0 && !wasMoving)) {
    throw new BackupRefused(
      `The data folder ${path} is not empty (${there.sort().join(', ')}). Nothing was changed. Set DATA_DIR to an empty folder, or move what ` +
        'is there away.',
    );
  }
  for (const name of there) await rm(join(path, name), { recursive: true, force: true });
  await rm(staging, { recursive: true, force: true });
  await mkdir(staging, { mode: 0o700 });
}

async function fill({ contents, proof }: Backup, { config, progress, signal }: Restoring) {
  return using(await openDatabases(config.DATA_DIR, contents.logId, serversOf(config)), async (target) => {
    const moved = await transfer(contents, target, moving(target, progress, signal));
    if (moved.proof !== proof)
      throw new BackupRefused('The facts in the archive are not those it was made of. Take another backup.');
    return moved;
  });
}

/** What was erased before or after either archive was made stays erased; then every hash, chain, box and facet is read. */
async function forgetAndProve({ config, progress }: Restoring) {
  return using(await openStores(config.DATA_DIR, serversOf(config)), async (stores) => {
    const contents = contentsOf(stores, []);
    const destroyed = await erasedKeys(async function* () {
      for await (const page of contents.facts()) yield page.map((stored) => decodeFact(stored));
    });
    if (destroyed.length > 0) await stores.keyRing.destroy(destroyed);
    const head = await stores.log.head();
    if (head !== null) await stores.ops.write([], { checkpoints: [{ name: readersOf.erasing, position: head }] });
    const { streams, boxes, erased } = await prove(stores, progress);
    return { keysDestroyed: destroyed.length, streams, boxes, erased };
  });
}

async function prove({ log, keyRing }: Stores, progress: Progress): Promise<VerifyReport> {
  const total = log.logIndexOf(await log.head());
  const report = await verifyLog({
    ...{ store: log, keyRing, aggregate: (category) => aggregates[category] },
    progress: (done) => progress({ done, total, unit: 'facts', on: 'verify' }),
  });
  const [problem] = report.problems;
  if (problem === undefined) return report;
  throw new BackupRefused(
    `The backup does not hold: ${problem.stream}, revision ${problem.revision}: ${problem.what} (${report.problems.length} such). Take keys that ` +
      'are as new as the archive, or another backup, and an empty place.',
  );
}

/** Builds every read model: what cannot be folded is found before it counts. */
async function countTickets({ config, progress, signal }: Restoring): Promise<number> {
  return using(await openDocket({ ...config, NODE_ENV: 'production' }), async (docket) => {
    const report = await controlMethods(docket)['report.volume']({}, progress, signal);
    return report.tickets;
  });
}

async function switchTo(path: string, staging: string): Promise<void> {
  for (const name of movedInOrder) {
    if (existsSync(join(staging, name))) await rename(join(staging, name), join(path, name));
  }
  await rm(staging, { recursive: true, force: true });
}

function moving({ log }: Databases, progress: Progress, signal: AbortSignal): TransferOptions {
  return {
    moved: (done, total, unit) => progress({ done, total, unit }),
    signal,
    // Its writer takes appends in the order they were sent; a server may not.
    atOnce: log.description.startsWith('SQLite') ? 256 : 1,
  };
}

async function timed<T extends object>(work: () => Promise<T>): Promise<T & Pick<TransferAnswer, 'seconds'>> {
  const started = performance.now();
  return { ...(await work()), seconds: (performance.now() - started) / 1000 };
}

async function using<Opened extends { close(): Promise<void> | void }, T>(
  opened: Opened,
  work: (opened: Opened) => Promise<T>,
): Promise<T> {
  try {
    return await work(opened);
  } finally {
    await opened.close();
  }
}
