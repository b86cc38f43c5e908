import { existsSync, mkdirSync, statSync } from 'node:fs';
import { dirname, join, resolve } from 'node:path';
import { takeLock } from './sqlite.lock';

/** The folder cannot be used; the message says what to do. */
export class DataFolderRefused extends Error {
  constructor(detail: string, options?: ErrorOptions) {
    super(detail, options);
    this.name = 'DataFolderRefused';
  }
}

/** The folder of one installation, this process's alone until it is released or the process ends, however it ends. */
export interface DataFolder {
  /** Absolute. */
  readonly path: string;
  file(name: string): string;
  release(): void;
}

/** Where a restore makes the whole before it counts. In the data folder itself: that may be a volume, and a file moves in no time only within one. */
export const restoringFolder = 'restoring';
/** There from a restore's first moment in the data folder until everything is in its place: who finds it has met one that was killed. */
export const restoringMark = join(restoringFolder, 'log.db');

/**
 * Opens `DATA_DIR`, or makes it, readable by its owner only. `unfinishedRestore`: goes on with one, if there is one.
 * @throws {DataFolderRefused} not a folder, not writable, in use by another process, or half restored
 */
export function openDataFolder(dataDir: string, use: 'whole' | 'unfinishedRestore' = 'whole'): DataFolder {
  const path = resolve(dataDir);
  const file = (name: string): string => join(path, name);
  const release = locked(path);
  if (use === 'unfinishedRestore' || !existsSync(file(restoringMark))) return { path, file, release };
  release();
  throw new DataFolderRefused(halfRestored(path));
}

function locked(path: string): DataFolder['release'] {
  try {
    makeFolder(path);
    return takeLock(join(path, 'lock.db'));
  } catch (cause) {
    const { code = '' } = cause as { readonly code?: string };
    const [, refusal = unusable] = refusals.find(([codes]) => codes.some((one) => code.startsWith(one))) ?? [];
    throw new DataFolderRefused(refusal(path, cause), { cause });
  }
}

/**
 * One after the other: Node's `recursive` tells a full disk as a missing folder (https://github.com/nodejs/node/issues/42808), and never
 * returns where a folder is there that takes none, as /proc.
 */
function makeFolder(path: string): void {
  const there = statSync(path, { throwIfNoEntry: false });
  if (there?.isDirectory() === true) return;
  if (there === undefined) makeFolder(dirname(path));
  try {
    mkdirSync(path, { mode: 0o700 });
  } catch (error) {
    // Another process may have come first.
    if (statSync(path, { throwIfNoEntry: false })?.isDirectory() !== true) throw error;
  }
}

type Refusal = (path: string, cause: unknown) => string;

const inUse: Refusal = (path) =>
  `The data folder ${path} is in use by another Docket process. Stop that one first, or set DATA_DIR to another folder.`;
const readOnly: Refusal = (path) =>
  `The data folder ${path} cannot be written. Give this user the right to write it, or set DATA_DIR to another folder.`;
const noFolder: Refusal = (path) => `${path} is not a folder. Set DATA_DIR to a folder, or to a path where one can be made.`;
const takesNone: Refusal = (path) =>
  `The data folder ${path} cannot be made: nothing can be made there. Set DATA_DIR to a folder, or to a path where one can be made.`;
const full: Refusal = (path) =>
  `The disk of the data folder ${path} is full. Make room, then try again, or set DATA_DIR to a folder on another disk.`;
const unusable: Refusal = (path, cause) =>
  `The data folder ${path} cannot be used (${String(cause)}). Set DATA_DIR to a folder this user may write.`;

const refusals: readonly (readonly [codes: readonly string[], refusal: Refusal])[] = [
  [['SQLITE_BUSY'], inUse],
  [['SQLITE_READONLY', 'SQLITE_CANTOPEN', 'EACCES', 'EPERM', 'EROFS'], readOnly],
  [['EEXIST', 'ENOTDIR'], noFolder],
  [['ENOENT'], takesNone],
  [['ENOSPC', 'SQLITE_FULL'], full],
];

const halfRestored = (path: string): string =>
  `The data folder ${path} holds a restore that was not finished. Nothing was changed. Run the same "npm run restore" again, or, to give it up, ` +
  `remove ${join(path, restoringFolder)}.`;
