import { createHash } from 'node:crypto';
import { createReadStream } from 'node:fs';
import { pipeline as connect, Readable } from 'node:stream';
import { pipeline } from 'node:stream/promises';
import { createGunzip } from 'node:zlib';
import { reject } from '../../domain/kernel/errors';

/**
 * SHA-256 of the file as it lies there, packed or not, hex: what every imported fact names as its source.
 * @throws {DomainError} invalid: there is no such file, or it may not be read
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

/** The content, unpacked when the name ends in .gz. Trouble with the file arrives as a DomainError of the stream. */
export function contentOf(file: string): Readable {
  return Readable.from(chunksOf(file), { objectMode: false });
}

async function* chunksOf(file: string): AsyncGenerator<Buffer> {
  const stored = createReadStream(file);
  // `connect` hands trouble of the file on to whoever reads what was unpacked.
  const content: Readable = file.endsWith('.gz') ? connect(stored, createGunzip(), () => undefined) : stored;
  try {
    for await (const chunk of content) yield chunk as Buffer;
  } catch (error) {
    unreadable(file, error);
  }
}

function unreadable(file: string, error: unknown): never {
  const because = error instanceof Error ? error.message : String(error);
  return reject('invalid', `The file ${file} cannot be read: ${because}. Give the path of a readable file.`, { file });
}
