import { isUtf8 } from 'node:buffer';
import { reject } from '../../domain/kernel/errors';

export interface Decoder {
  /** @throws {DomainError} invalid, with line and byte */
  readonly decode: (chunk: Buffer) => string;
  readonly end: () => string;
}

const marks: readonly (readonly [encoding: string, bytes: readonly number[]])[] = [
  ['utf-8', [0xef, 0xbb, 0xbf]],
  ['utf-16le', [0xff, 0xfe]],
  ['utf-16be', [0xfe, 0xff]],
];

/** Detects the encoding from the byte order mark. Default: UTF-8, the only encoding that can be verified. */
export function encodingOf(beginning: Buffer): string {
  return marks.find(([, bytes]) => bytes.every((byte, at) => beginning[at] === byte))?.[0] ?? 'utf-8';
}

/** @throws {DomainError} invalid: unknown encoding */
export function decoderFor(encoding: string): Decoder {
  return encoding.toLowerCase() === 'utf-8' ? strictUtf8() : lenient(encoding);
}

function lenient(encoding: string): Decoder {
  const decoder = madeFor(encoding);
  return { decode: (chunk) => decoder.decode(chunk, { stream: true }), end: () => decoder.decode() };
}

function madeFor(encoding: string): InstanceType<typeof TextDecoder> {
  try {
    return new TextDecoder(encoding);
  } catch {
    return reject(
      'invalid',
      `There is no encoding "${encoding}". Use utf-8, utf-16le, windows-1252, windows-1254 or iso-8859-15.`,
    );
  }
}

const lineFeed = 0x0a;

/** Decodes whole lines, so that an error can name the byte. Silent replacement could merge people with similar names. */
function strictUtf8(): Decoder {
  let rest = Buffer.alloc(0);
  let line = 1;
  const text = (bytes: Buffer): string => {
    if (!isUtf8(bytes)) refuseAt(bytes, line);
    const isStart = line === 1;
    for (const byte of bytes) if (byte === lineFeed) line += 1;
    const decoded = bytes.toString('utf8');
    return isStart ? decoded.replace(/^\uFEFF/u, '') : decoded;
  };
  return {
    decode: (chunk) => {
      const all = Buffer.concat([rest, chunk]);
      const cut = all.lastIndexOf(lineFeed) + 1;
      rest = all.subarray(cut);
      return cut === 0 ? '' : text(all.subarray(0, cut));
    },
    end: () => text(rest),
  };
}

function refuseAt(bytes: Buffer, from: number): never {
  let line = from;
  let start = 0;
  for (;;) {
    const next = bytes.indexOf(lineFeed, start);
    const end = next === -1 ? bytes.length : next;
    if (next === -1 || !isUtf8(bytes.subarray(start, end)))
      return refuse(line, firstWrong(bytes.subarray(start, end)), bytes, start);
    line += 1;
    start = end + 1;
  }
}

function firstWrong(line: Buffer): number {
  let at = 0;
  while (at < line.length && isUtf8(line.subarray(0, lengthAt(line, at)))) at = lengthAt(line, at);
  return at;
}

/** The end of the character that begins here. */
function lengthAt(line: Buffer, at: number): number {
  const lead = line[at] ?? 0;
  return Math.min(line.length, at + (lead < 0x80 ? 1 : lead < 0xe0 ? 2 : lead < 0xf0 ? 3 : 4));
}

function refuse(line: number, at: number, bytes: Buffer, start: number): never {
  const byte = (bytes[start + at] ?? 0).toString(16).toUpperCase().padStart(2, '0');
  return reject(
    'invalid',
    `The file is not UTF-8: line ${line}, byte ${at + 1} is 0x${byte}. If it was saved by Excel, try --encoding windows-1252.`,
    { line, byte: at + 1 },
  );
}
