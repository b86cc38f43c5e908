import { chmodSync, existsSync, mkdirSync, readdirSync, statSync } from 'node:fs';
import { dirname, join, resolve } from 'node:path';
import { takeLock } from './sqlite.lock';

/** The folder cannot be used. The message says what to do. */
export class DataFolderRefused extends Error {
  constructor(detail: string, options?: ErrorOptions) {
    super(detail, options);
    this.name = 'DataFolderRefused';
  }
}

/** The data folder of one installation, locked for this process until it is released or the process ends. */
export interface DataFolder {
  /** Absolute path. */
  readonly path: string;
  file(name: string): string;
  release(): void;
}

/** Staging folder of a restore. It is inside the data folder, because a rename is atomic only within one volume. */
export const restoringFolder = 'restoring';
/** Exists while a restore changes the data folder. If a start finds it, the restore was interrupted. */
export const restoringMarker = join(restoringFolder, 'log.db');

/**
 * Opens `DATA_DIR`, or creates it, accessible by its owner only. `unfinishedRestore` accepts an interrupted restore.
 * @throws {DataFolderRefused} not a folder, not writable, used by another process, or partly restored
 */
export function openDataFolder(dataDir: string, use: 'whole' | 'unfinishedRestore' = 'whole'): DataFolder {
  const path = resolve(dataDir);
  const file = (name: string): string => join(path, name);
  const release = lockFolder(path);
  if (use === 'unfinishedRestore' || !existsSync(file(restoringMarker))) return { path, file, release };
  release();
  throw new DataFolderRefused(unfinishedRestore(path));
}

function lockFolder(path: string): DataFolder['release'] {
  try {
    makeFolder(path);
    keepPrivate(path);
    return takeLock(join(path, 'lock.db'));
  } catch (cause) {
    const { code = '' } = cause as { readonly code?: string };
    const [, refusal = unusable] = refusals.find(([codes]) => codes.some((one) => code.startsWith(one))) ?? [];
    throw new DataFolderRefused(refusal(path, cause), { cause });
  }
}

/**
 * Creates the folders one by one: Node's `recursive` reports a full disk as a missing folder (https://github.com/nodejs/node/issues/42808)
 * and hangs below folders such as /proc.
 */
function makeFolder(path: string): void {
  const there = statSync(path, { throwIfNoEntry: false });
  if (there?.isDirectory() === true) return;
  if (there === undefined) makeFolder(dirname(path));
  try {
    mkdirSync(path, { mode: 0o700 });
  } catch (error) {
    // Another process may have created it meanwhile.
    if (statSync(path, { throwIfNoEntry: false })?.isDirectory() !== true) throw error;
  }
}

const ownerOnly = 0o600;

/**
 * The folder may have been there, open to all, and may hold what is not ours. So its own rights stay, while our databases, keys among
 * them, are for their owner alone: those that are there, and by the umask all that come.
 */
function keepPrivate(path: string): void {
  process.umask(0o077);
  for (const name of readdirSync(path).filter((one) => /\.db(-wal|-shm)?$/.test(one))) {
    const file = join(path, name);
    // A link may lead to where nothing is yet.
    const mode = statSync(file, { throwIfNoEntry: false })?.mode ?? ownerOnly;
    if ((mode & 0o077) !== 0) chmodSync(file, ownerOnly);
  }
}

type Refusal = (path: string, cause: unknown) => string;

const inUse: Refusal = (path) =>
  `The data folder ${path} is in use by another Docket process. Stop that process first, or set DATA_DIR to another folder.`;
const readOnly: Refusal = (path) =>
  `The data folder ${path} is not writable. Give this user write access, or set DATA_DIR to another folder.`;
const notAFolder: Refusal = (path) => `${path} is not a folder. Set DATA_DIR to a folder, or to a path where one can be created.`;
const notCreatable: Refusal = (path) =>
  `The data folder ${path} cannot be created there. Set DATA_DIR to a folder, or to a path where one can be created.`;
const full: Refusal = (path) =>
  `The disk of the data folder ${path} is full. Free some space, then try again, or set DATA_DIR to a folder on another disk.`;
const unusable: Refusal = (path, cause) =>
  `The data folder ${path} cannot be used (${String(cause)}). Set DATA_DIR to a folder where this user may write.`;

const refusals: readonly (readonly [codes: readonly string[], refusal: Refusal])[] = [
  [['SQLITE_BUSY'], inUse],
  [['SQLITE_READONLY', 'SQLITE_CANTOPEN', 'EACCES', 'EPERM', 'EROFS'], readOnly],
  [['EEXIST', 'ENOTDIR'], notAFolder],
  [['ENOENT'], notCreatable],
  [['ENOSPC', 'SQLITE_FULL'], full],
];

const unfinishedRestore = (path: string): string =>
  `The data folder ${path} contains an unfinished restore. Run the same "npm run restore" again, or remove ${join(path, restoringFolder)} ` +
  'to give it up.';
