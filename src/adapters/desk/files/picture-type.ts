import { Readable } from 'node:stream';

/** Magic bytes, because the declared media type is not trusted. SVG is excluded: it can contain scripts. */
const beginnings: readonly { readonly type: string; readonly is: (head: Buffer) => boolean }[] = [
  { type: 'image/png', is: (head) => head.subarray(0, 8).equals(Buffer.from('89504e470d0a1a0a', 'hex')) },
  { type: 'image/jpeg', is: (head) => head.subarray(0, 3).equals(Buffer.from('ffd8ff', 'hex')) },
  { type: 'image/gif', is: (head) => ['GIF87a', 'GIF89a'].includes(ascii(head, 0, 6)) },
  { type: 'image/webp', is: (head) => ascii(head, 0, 4) === 'RIFF' && ascii(head, 8, 12) === 'WEBP' },
  { type: 'image/avif', is: (head) => ascii(head, 4, 12) === 'ftypavif' },
];

const ascii = (head: Buffer, from: number, to: number): string => head.subarray(from, to).toString('latin1');

/** Null if it is not a picture that browsers may display. */
export function pictureTypeOf(head: Buffer): string | null {
  return beginnings.find(({ is }) => is(head))?.type ?? null;
}

const headBytes = 12;

/** The picture type of a stream, and the stream with nothing consumed. */
export async function sniffed(content: Readable): Promise<{ readonly type: string | null; readonly content: Readable }> {
  const reading = (content as AsyncIterable<Buffer>)[Symbol.asyncIterator]();
  let head = Buffer.alloc(0);
  for (let next = await reading.next(); next.done !== true; next = await reading.next()) {
    head = Buffer.concat([head, next.value]);
    if (head.length >= headBytes) break;
  }
  async function* whole(): AsyncGenerator<Buffer> {
    yield head;
    yield* { [Symbol.asyncIterator]: () => reading };
  }
  return { type: pictureTypeOf(head), content: Readable.from(whole(), { objectMode: true }) };
}
