import { createHash } from 'node:crypto';
import { once } from 'node:events';
import { createWriteStream, existsSync } from 'node:fs';
import { open, rename, rm } from 'node:fs/promises';
import { dirname } from 'node:path';
import { Readable } from 'node:stream';
import { finished, pipeline } from 'node:stream/promises';
import { ZipFile } from 'yazl';
import { manifestName, type EntryInfo, type Manifest } from './archive';
import { BackupRefused } from './contents.port';

/** Writes an archive under a temporary name, readable by its owner only. `place` renames it once it is durable. */
export interface ArchiveWriter {
  /** Adds one entry. Set `compressed` to false for encrypted content. */
  add(name: string, content: AsyncIterable<Uint8Array | string>, compressed?: boolean): Promise<void>;
  /** Returns the size in bytes. The file still has its temporary name. */
  end(manifest: (entries: readonly EntryInfo[]) => Manifest): Promise<number>;
  place(): Promise<void>;
  /** Removes the temporary file. */
  abandon(): Promise<void>;
}

/** @throws {BackupRefused} the file exists already, or its folder cannot be written */
export async function writeArchive(file: string, now: Date): Promise<ArchiveWriter> {
  if (existsSync(file)) throw new BackupRefused(`${file} exists already and is not overwritten. Choose another file.`);
  const partial = `${file}.partial`;
  await rm(partial, { force: true });
  const zip = new ZipFile();
  // A failed entry rejects the promise of `add`.
  zip.on('error', () => undefined);
  const target = createWriteStream(partial, { flags: 'wx', mode: 0o600, flush: true });
  await once(target, 'open').catch((cause: unknown) => {
    throw new BackupRefused(`${partial} cannot be written (${String(cause)}). Choose a folder where this user may write.`, {
      cause,
    });
  });
  const written = pipeline(zip.outputStream, target);
  written.catch(() => undefined);
  const entries: EntryInfo[] = [];
  let placed = false;
  return {
    async add(name, content, compressed = true) {
      const [hash, seen] = [createHash('sha256'), { bytes: 0 }];
      const measured = Readable.from(measure(content, hash, seen), { objectMode: false });
      zip.addReadStream(measured, name, { mtime: now, mode: 0o600, compress: compressed });
      await Promise.race([finished(measured), written.then(() => Promise.reject(new Error('the archive ended too early')))]);
      entries.push({ name, bytes: seen.bytes, sha256: hash.digest('hex') });
    },
    async end(manifest) {
      const text = Buffer.from(JSON.stringify(manifest(entries), null, 1));
      zip.addBuffer(text, manifestName, { mtime: now, mode: 0o600 });
      zip.end({ comment: createHash('sha256').update(text).digest('hex'), forceZip64Format: false });
      await written;
      return target.bytesWritten;
    },
    async place() {
      await rename(partial, file);
      placed = true;
      const folder = await open(dirname(file), 'r');
      await folder.sync().finally(() => folder.close());
    },
    async abandon() {
      if (placed) return;
      target.destroy();
      await rm(partial, { force: true });
    },
  };
}

async function* measure(
  content: AsyncIterable<Uint8Array | string>,
  hash: ReturnType<typeof createHash>,
  seen: { bytes: number },
): AsyncIterable<Uint8Array> {
  for await (const chunk of content) {
    const bytes = typeof chunk === 'string' ? Buffer.from(chunk) : chunk;
    hash.update(bytes);
    seen.bytes += bytes.length;
    yield bytes;
  }
}
