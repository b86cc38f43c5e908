import { isUtf8 } from 'node:buffer';
import { Readable } from 'node:stream';

/** Pictures that browsers may display, once sharp has drawn them anew. SVG is excluded: it can contain scripts. */
const pictures: ReadonlySet<string> = new Set([
  ...['image/png', 'image/jpeg', 'image/gif', 'image/webp', 'image/avif', 'image/tiff'],
]);
const pdf = 'application/pdf';
const unknown = 'application/octet-stream';

/** Bytes that decide on the type: as many as `file-type` looks at. */
const headBytes = 4_100;

/** Elements that make a browser take a file for a page. A picture that contains one is a polyglot. */
const markup =
  /<(!doctype|html|head|body|script|iframe|frameset|svg|style|object|embed|form|meta|img|link|title|plaintext|math)[\s>/]/i;
const beginsMarkup = /^<(!doctype|[a-z])/i;

/** Kinds that share a container, whose content alone does not tell them apart within the head. */
const families: Readonly<Record<string, RegExp>> = {
  'application/zip': /^application\/(vnd\.[\w.+-]{1,80}|epub\+zip|java-archive)$/,
  'application/x-cfb': /^application\/(msword|vnd\.ms-[\w.+-]{1,80})$/,
  'text/plain': /^(text\/(csv|markdown|tab-separated-values|calendar|vcard)|application\/json)$/,
};

/**
 * The type of a file by its first bytes. The declared type only chooses within a family, such as the kind of an office document.
 * `application/octet-stream` if nothing is known.
 */
export async function mediaTypeOf(head: Buffer, declared = ''): Promise<string> {
  const found = await byContent(head);
  return families[found]?.test(declared) === true ? declared : found;
}

async function byContent(head: Buffer): Promise<string> {
  // It is an ES module, which only `import()` can load from here.
  const { fileTypeFromBuffer } = await import('file-type');
  // Some formats begin with lengths, and a lie there makes the parser fail.
  const found = (await fileTypeFromBuffer(head).catch(() => undefined))?.mime;
  if (found === undefined || isNotSure(found, head)) return textTypeOf(head) ?? unknown;
  return isShownInline(found) && markup.test(head.toString('latin1')) ? unknown : found;
}

/** `file-type` takes everything that begins with GIF for one, and knows no XML by its root. */
function isNotSure(found: string, head: Buffer): boolean {
  if (found === 'image/gif') return !/^GIF8[79]a/.test(head.toString('latin1', 0, 6));
  return found === 'application/xml';
}

function textTypeOf(head: Buffer): string | null {
  if (head.length === 0 || head.includes(0) || !isUtf8(withoutCutCharacter(head))) return null;
  const text = head.toString();
  if (!beginsMarkup.test(atFirstElement(text))) return 'text/plain';
  if (/<svg[\s>/]/i.test(text)) return 'image/svg+xml';
  return markup.test(text) ? 'text/html' : 'text/plain';
}

/** Leaves out an XML declaration and comments. A loop, because a pattern would backtrack for minutes over many comments. */
function atFirstElement(text: string): string {
  let rest = text.trimStart();
  for (;;) {
    const closing = rest.startsWith('<!--') ? '-->' : '?>';
    const end = /^<(!--|\?xml)/.test(rest) ? rest.indexOf(closing, 2) : -1;
    if (end === -1) return rest;
    rest = rest.slice(end + closing.length).trimStart();
  }
}

/** The head may end inside a character of up to four bytes. */
function withoutCutCharacter(head: Buffer): Buffer {
  if (head.length < headBytes) return head;
  let end = head.length;
  while (end > head.length - 4 && ((head[end - 1] ?? 0) & 0xc0) === 0x80) end--;
  return head.subarray(0, end - ((head[end - 1] ?? 0) >= 0xc0 ? 1 : 0));
}

export const isPicture = (mediaType: string): boolean => pictures.has(mediaType);
export const isPdf = (mediaType: string): boolean => mediaType === pdf;
const isShownInline = (mediaType: string): boolean => isPicture(mediaType) || isPdf(mediaType);

export interface Sniffed {
  readonly type: string;
  /** Everything, with nothing consumed. */
  readonly content: Readable;
}

/** Reads the type from the beginning of a stream. @throws what the stream throws before its type is known */
export async function sniffed(content: AsyncIterable<Uint8Array>, declared?: string): Promise<Sniffed> {
  const reading = content[Symbol.asyncIterator]();
  const chunks: Uint8Array[] = [];
  let bytes = 0;
  for (let next = await reading.next(); next.done !== true; next = await reading.next()) {
    chunks.push(next.value);
    bytes += next.value.length;
    if (bytes >= headBytes) break;
  }
  const head = Buffer.concat(chunks);
  async function* whole(): AsyncGenerator<Buffer> {
    if (head.length > 0) yield head;
    yield* { [Symbol.asyncIterator]: () => reading } as AsyncIterable<Buffer>;
  }
  return {
    type: await mediaTypeOf(head.subarray(0, headBytes), declared),
    content: Readable.from(whole(), { objectMode: true }),
  };
}
