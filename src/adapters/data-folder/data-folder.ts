import { accessSync, constants, mkdirSync } from 'node:fs';
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
    accessSync(path, constants.R_OK | constants.W_OK | constants.X_OK);
  } catch (cause) {
    throw new DataFolderRefused(refusals[(cause as NodeJS.ErrnoException).code ?? '']?.(path) ?? unusable(path, cause), {
      cause,
    });
  }
  return { path, file, release: lock(path, file('lock.db')) };
}

function lock(path: string, lockFile: string): () => void {
  try {
    return takeLock(lockFile);
  } catch (cause) {
    const { code } = cause as { readonly code?: string };
    if (code?.startsWith('SQLITE_BUSY')) {
      throw new DataFolderRefused(
        `The data folder ${path} is in use by another Docket process. Stop that one first, or set DATA_DIR to another folder.`,
        { cause },
      );
    }
    throw new DataFolderRefused(unusable(path, cause), { cause });
  }
}

const readOnly = (path: string): string =>
  `The data folder ${path} cannot be written. Give this user the right to write it, or set DATA_DIR to another folder.`;
const notAFolder = (path: string): string =>
  `${path} is not a folder. Set DATA_DIR to a folder, or to a path where one can be made.`;

const refusals: Readonly<Record<string, (path: string) => string>> = {
  EACCES: readOnly,
  EPERM: readOnly,
  EROFS: readOnly,
  EEXIST: notAFolder,
  ENOTDIR: notAFolder,
};

function unusable(path: string, cause: unknown): string {
  return `The data folder ${path} cannot be used (${String(cause)}). Set DATA_DIR to a folder this user may write.`;
}
