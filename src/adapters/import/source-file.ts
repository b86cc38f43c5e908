import { createHash } from 'node:crypto';
import { createReadStream } from 'node:fs';
import { pipeline as connect, type Readable } from 'node:stream';
import { pipeline } from 'node:stream/promises';
import { createGunzip } from 'node:zlib';
import { reject } from '../../domain/kernel/errors';
import { decoderFor, encodingOf } from './encoding';

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

export interface Layout {
  readonly encoding: string;
  /** Separator of the values in a line. */
  readonly separator: string;
}

/** In characters. A longer first line is no header. */
const longestHeader = 1024 * 1024;

/**
 * The file's layout, as given or detected. Reads the whole file, so that a wrong encoding is found before the import starts.
 * @throws {DomainError} invalid, with line and byte
 */
export async function layoutOf(file: string, given: Partial<Layout>): Promise<Layout> {
  const encoding = given.encoding ?? encodingOf(await beginningOf(file));
  let head = '';
  let isWhole = false;
  for await (const text of textOf(file, encoding)) {
    if (!isWhole) head += text;
    isWhole ||= /[\r\n]/u.test(text) || head.length > longestHeader;
  }
  return { encoding, separator: given.separator ?? separatorOf(firstLine(head)) };
}

async function beginningOf(file: string): Promise<Buffer> {
  for await (const chunk of chunksOf(file)) return chunk;
  return Buffer.alloc(0);
}

/** The content, unpacked if the name ends in .gz, and decoded. */
export async function* textOf(file: string, encoding: string): AsyncGenerator<string> {
  const decoder = decoderFor(encoding);
  for await (const chunk of chunksOf(file)) yield decoder.decode(chunk);
  yield decoder.end();
}

const separators = [',', ';', '\t', '|'] as const;

const firstLine = (text: string): string => text.split(/\r\n|\n|\r/u, 1)[0] ?? '';

/** From Excel's `sep=;` line, else the most frequent separator in the header, outside quotes. */
export function separatorOf(header: string): string {
  const said = /^"?sep=(.)"?$/u.exec(header)?.[1];
  if (said !== undefined) return said;
  const bare = header.replace(/"[^"]*"/gu, '');
  const counts = separators.map((separator) => bare.split(separator).length - 1);
  const most = Math.max(...counts);
  return most === 0 ? ',' : (separators[counts.indexOf(most)] ?? ',');
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
