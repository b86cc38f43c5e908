import { createHash } from 'node:crypto';
import { createInterface } from 'node:readline';
import type { Readable } from 'node:stream';
import { openPromise, type Entry, type ZipFile } from 'yauzl';
import { archiveVersion, manifestName, type KeysManifest, type LogManifest, type Manifest } from './archive';
import { BackupRefused } from './contents.port';

export interface Archive<M extends Manifest> {
  readonly file: string;
  readonly manifest: M;
  /** Null if there is no such entry. */
  read(name: string): Promise<Readable | null>;
  lines(name: string): AsyncIterable<string>;
  /** Reads every entry and compares it with the manifest. @throws {BackupRefused} an entry differs */
  verify(signal: AbortSignal): Promise<void>;
  close(): void;
}

/** @throws {BackupRefused} the file is not such an archive, has a newer format or is damaged */
export async function openArchive(file: string, format: 'docket-backup'): Promise<Archive<LogManifest>>;
export async function openArchive(file: string, format: 'docket-keys'): Promise<Archive<KeysManifest>>;
export async function openArchive(file: string, format: Manifest['format']): Promise<Archive<Manifest>> {
  const zip = await openPromise(file, { autoClose: false, lazyEntries: true }).catch((cause: unknown) => {
    throw new BackupRefused(`${file} cannot be read as a backup (${(cause as Error).message}).`, { cause });
  });
  try {
    const entries = await entriesOf(zip);
    const manifest = await readManifest(zip, entries.get(manifestName), file);
    checkFormat(manifest, format, file);
    return archiveOf(file, zip, entries, manifest);
  } catch (error) {
    zip.close();
    throw error;
  }
}

function archiveOf(file: string, zip: ZipFile, entries: ReadonlyMap<string, Entry>, manifest: Manifest): Archive<Manifest> {
  const read = async (name: string): Promise<Readable | null> => {
    const entry = entries.get(name);
    return entry === undefined ? null : zip.openReadStreamPromise(entry);
  };
  return {
    file,
    manifest,
    read,
    lines: async function* (name) {
      const content = await read(name);
      if (content === null) throw damaged(file, `${name} is missing`);
      yield* createInterface({ input: content, crlfDelay: Infinity });
    },
    verify: async (signal) => {
      for (const { name, sha256 } of manifest.entries) {
        signal.throwIfAborted();
        const content = await read(name);
        if (content === null || (await hashOf(content, file, name)) !== sha256)
          throw damaged(file, `${name} does not match its checksum`);
      }
    },
    close: () => zip.close(),
  };
}

/** Reads the directory at the end of the file only. */
function entriesOf(zip: ZipFile): Promise<ReadonlyMap<string, Entry>> {
  return new Promise((resolve, reject) => {
    const entries = new Map<string, Entry>();
    zip.on('entry', (entry: Entry) => {
      entries.set(entry.fileName, entry);
      zip.readEntry();
    });
    zip.on('end', () => resolve(entries));
    zip.on('error', reject);
    zip.readEntry();
  });
}

async function readManifest(zip: ZipFile, entry: Entry | undefined, file: string): Promise<Manifest> {
  if (entry === undefined) throw new BackupRefused(`${file} is not a backup, because it has no ${manifestName}.`);
  const chunks = await (await zip.openReadStreamPromise(entry)).toArray().catch((cause: unknown) => {
    throw damaged(file, `${manifestName} cannot be read`, cause);
  });
  const text = Buffer.concat(chunks as Buffer[]);
  if (createHash('sha256').update(text).digest('hex') !== zip.comment)
    throw damaged(file, `${manifestName} does not match its checksum`);
  return JSON.parse(text.toString()) as Manifest;
}

const kinds = { 'docket-backup': 'a backup of facts, operations and files', 'docket-keys': 'a backup of keys' } as const;

function checkFormat({ format, version }: Manifest, expected: Manifest['format'], file: string): void {
  if (format !== expected)
    throw new BackupRefused(`${file} is not ${kinds[expected]}${format in kinds ? ` but ${kinds[format]}` : ''}.`);
  if (version > archiveVersion) {
    throw new BackupRefused(
      `${file} was made by a newer version (format ${version}, but this version reads up to ${archiveVersion}). Install that version.`,
    );
  }
}

async function hashOf(content: Readable, file: string, name: string): Promise<string> {
  const hash = createHash('sha256');
  try {
    for await (const chunk of content) hash.update(chunk as Buffer);
  } catch (cause) {
    throw damaged(file, `${name} cannot be read`, cause);
  }
  return hash.digest('hex');
}

function damaged(file: string, what: string, cause?: unknown): BackupRefused {
  return new BackupRefused(`${file} is damaged: ${what}. Nothing was changed. Use another copy of it or an older backup.`, {
    cause,
  });
}
