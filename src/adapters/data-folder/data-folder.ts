import { mkdirSync } from 'node:fs';
import { join, resolve } from 'node:path';
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

/**
 * Opens `DATA_DIR`, or makes it, readable by its owner only.
 * @throws {DataFolderRefused} not a folder, not writable, or in use by another process
 */
export function openDataFolder(dataDir: string): DataFolder {
  const path = resolve(dataDir);
  const file = (name: string): string => join(path, name);
  try {
    mkdirSync(path, { recursive: true, mode: 0o700 });
    return { path, file, release: takeLock(file('lock.db')) };
  } catch (cause) {
    const { code = '' } = cause as { readonly code?: string };
    const [, refusal = unusable] = refusals.find(([codes]) => codes.some((one) => code.startsWith(one))) ?? [];
    throw new DataFolderRefused(refusal(path, cause), { cause });
  }
}

type Refusal = (path: string, cause: unknown) => string;

const inUse: Refusal = (path) =>
  `The data folder ${path} is in use by another Docket process. Stop that one first, or set DATA_DIR to another folder.`;
const readOnly: Refusal = (path) =>
  `The data folder ${path} cannot be written. Give this user the right to write it, or set DATA_DIR to another folder.`;
const noFolder: Refusal = (path) => `${path} is not a folder. Set DATA_DIR to a folder, or to a path where one can be made.`;
const unusable: Refusal = (path, cause) =>
  `The data folder ${path} cannot be used (${String(cause)}). Set DATA_DIR to a folder this user may write.`;

const refusals: readonly (readonly [codes: readonly string[], refusal: Refusal])[] = [
  [['SQLITE_BUSY'], inUse],
  [['SQLITE_READONLY', 'SQLITE_CANTOPEN', 'EACCES', 'EPERM', 'EROFS'], readOnly],
  [['EEXIST', 'ENOTDIR'], noFolder],
];
