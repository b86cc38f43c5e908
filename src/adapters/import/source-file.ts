import { createHash } from 'node:crypto';
import { createReadStream } from 'node:fs';
import { pipeline } from 'node:stream/promises';
import type { Readable } from 'node:stream';
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
    reject('invalid', `The file cannot be read: ${error instanceof Error ? error.message : String(error)}.`, { file });
  }
  return hash.digest('hex');
}

/** The content, unpacked when the name ends in .gz. Trouble with the file arrives as an error of the stream. */
export function contentOf(file: string): Readable {
  const packed = createReadStream(file);
  if (!file.endsWith('.gz')) return packed;
  const content = createGunzip();
  packed.on('error', (error) => content.destroy(error));
  return packed.pipe(content);
}
