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
const carriageReturn = 0x0d;

/** Lines count as an editor counts them: they end with LF, CR or both. */
interface Place {
  readonly line: number;
  /** Bytes of the line before this place. */
  readonly bytes: number;
  readonly isAfterReturn: boolean;
}

/** Decodes whole characters, and names the first wrong byte. Silent replacement could merge people with similar names. */
function strictUtf8(): Decoder {
  let rest = Buffer.alloc(0);
  let place: Place = { line: 1, bytes: 0, isAfterReturn: false };
  let isStart = true;
  const text = (bytes: Buffer): string => {
    if (!isUtf8(bytes)) refuseAt(bytes, place);
    place = placeAfter(bytes, place);
    const decoded = bytes.toString('utf8');
    if (!isStart || bytes.length === 0) return decoded;
    isStart = false;
    return decoded.replace(/^\uFEFF/u, '');
  };
  return {
    decode: (chunk) => {
      const all = Buffer.concat([rest, chunk]);
      const cut = all.length - unfinished(all);
      rest = all.subarray(cut);
      return text(all.subarray(0, cut));
    },
    end: () => text(rest),
  };
}

/** The bytes of a last character that continues in the next chunk. */
function unfinished(bytes: Buffer): number {
  for (let back = 1; back <= Math.min(3, bytes.length); back += 1) {
    const byte = bytes[bytes.length - back] ?? 0;
    if (byte >= 0xc0) return lengthFrom(byte) > back ? back : 0;
    if (byte < 0x80) return 0;
  }
  return 0;
}

function placeAfter(read: Buffer, { line, bytes, isAfterReturn }: Place): Place {
  for (const byte of read) {
    bytes = byte === lineFeed || byte === carriageReturn ? 0 : bytes + 1;
    if (bytes === 0 && !(byte === lineFeed && isAfterReturn)) line += 1;
    isAfterReturn = byte === carriageReturn;
  }
  return { line, bytes, isAfterReturn };
}

function refuseAt(bytes: Buffer, from: Place): never {
  const wrong = firstWrong(bytes);
  const { line, bytes: before } = placeAfter(bytes.subarray(0, wrong), from);
  const byte = (bytes[wrong] ?? 0).toString(16).toUpperCase().padStart(2, '0');
  return reject(
    'invalid',
    `The file is not UTF-8: line ${line}, byte ${before + 1} is 0x${byte}. If it was saved by Excel, try --encoding windows-1252.`,
    { line, byte: before + 1 },
  );
}

function firstWrong(bytes: Buffer): number {
  let at = 0;
  for (let end = 0; at < bytes.length; at = end) {
    end = Math.min(bytes.length, at + lengthFrom(bytes[at] ?? 0));
    if (!isUtf8(bytes.subarray(at, end))) return at;
  }
  return at;
}

/** The length of the character with this first byte. */
const lengthFrom = (lead: number): number => (lead < 0x80 ? 1 : lead < 0xe0 ? 2 : lead < 0xf0 ? 3 : 4);
