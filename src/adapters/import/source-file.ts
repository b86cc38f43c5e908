import { createHash } from 'node:crypto';
import { createReadStream } from 'node:fs';
import { pipeline as connect, Readable } from 'node:stream';
import { pipeline } from 'node:stream/promises';
import { createGunzip } from 'node:zlib';
import { reject } from '../../domain/kernel/errors';

/**
 * SHA-256 of the file as stored, packed or not, in hex. Every imported fact names it as its source.
 * @throws {DomainError} invalid: the file does not exist or cannot be read
 */
export async function hashOf(file: string): Promise<string> {
  const hash = createHash('sha256');
  try {
    await pipeline(createReadStream(file), hash);
  } catch (error) {
    unreadable(file, error);
  }
  return hash.digest('hex');
}

/** The content, unpacked if the name ends in .gz. Read errors become a DomainError of the stream. */
export function contentOf(file: string): Readable {
  return Readable.from(chunksOf(file), { objectMode: false });
}

async function* chunksOf(file: string): AsyncGenerator<Buffer> {
  const stored = createReadStream(file);
  // `connect` forwards errors of the file to the reader of the unpacked content.
  const content: Readable = file.endsWith('.gz') ? connect(stored, createGunzip(), () => undefined) : stored;
  try {
    for await (const chunk of content) yield chunk as Buffer;
  } catch (error) {
    unreadable(file, error);
  }
}

function unreadable(file: string, error: unknown): never {
  const because = error instanceof Error ? error.message : String(error);
  return reject('invalid', `The file ${file} cannot be read: ${because}. Check the path and its permissions.`, { file });
}
