import { Readable } from 'node:stream';
import type { FactContent } from '../../../domain/kernel/event';
import { ERASED } from '../../../domain/kernel/event';
import { isStaff } from '../../../domain/people/actor';
import { mayOpen } from '../../../projections/tickets/opened-for';
import type { PdfRenderer } from '../../export/pdf-renderer.port';
import type { Pictures } from '../../export/pictures.port';
import type { Zip, ZipEntry } from '../../export/zip.port';
import type { KeyRing } from '../../keys/key-ring.port';
import type { FileScans } from '../files/file-scans';
import { isPicture, sniffed } from '../files/media-type';
import { has, type Dossier, type DossierFile, type DossierPicture } from './dossier-model';
import type { DossierPrinter } from './dossier-printer.port';
import { factLines, isTypeShown } from './fact-lines';
import { safeNames } from './file-names';
import type { ReadTicket } from './read-dossier';

export interface WriteParts {
  /** Null for files that were destroyed or are in quarantine. */
  readonly files: Pick<FileScans, 'content'>;
  readonly keys: Pick<KeyRing, 'open'>;
  readonly pictures: Pictures;
  readonly renderer: PdfRenderer;
  readonly printer: DossierPrinter;
}

export interface Writing {
  readonly dossier: Dossier;
  readonly read: { readonly ticket: ReadTicket; readonly merged: readonly ReadTicket[] };
  readonly signal: AbortSignal;
  /** Parts done of parts in all. */
  readonly onProgress: (done: number, of: number) => void;
}

/** What is larger is listed, and not shown in the PDF. */
const mostPictureBytes = 20 * 1024 * 1024;
const mostPictures = 80;
const pictureSide = 1_200;
/** Beside the files: facts, PDF, manifest and the page to read first. */
const otherParts = 4;

/** Everything of one dossier, in an order that does not change. A file is read once, for the ZIP and for its picture. */
export async function writeDossier(parts: WriteParts, writing: Writing, zip: Zip): Promise<void> {
  const { dossier, signal } = writing;
  const wanted = filesOf(dossier);
  const total = wanted.length + otherParts;
  let done = 0;
  const step = (): void => {
    signal.throwIfAborted();
    writing.onProgress((done += 1), total);
  };
  const files: DossierFile[] = [];
  for (const file of wanted) {
    files.push(await addFile(parts, { file, dossier, shown: files.filter(({ picture }) => picture !== null).length }, zip));
    step();
  }
  const entries: ZipEntry[] = files.flatMap(({ entry }) => entry ?? []);
  const add = async (name: string, content: string | Uint8Array): Promise<void> => {
    entries.push(await zip.add(name, Readable.from([content])));
    step();
  };
  const { number } = dossier.ticket.detail;
  const page = await print(parts, { dossier, files, signal });
  await add(`${number}.${page.ending}`, page.content);
  await add('facts.jsonl', await factsOf(parts, writing));
  await add('README.txt', parts.printer.readme({ ...dossier, files, isForPdf: page.ending === 'pdf' }));
  await add('manifest.json', `${JSON.stringify(manifestOf(writing, files, entries), null, 2)}\n`);
}

type Unread = Omit<DossierFile, 'picture' | 'entry'> & { readonly path: string };

/** Every file that its exporter may see, the oldest first; those of duplicates only where these were asked for. */
function filesOf({ ticket, merged }: Dossier): readonly Unread[] {
  const found = [ticket, ...merged].flatMap(({ detail }) =>
    detail.files.map((line) => ({
      ...{ line, ticket: detail._id, number: detail.number },
      fromDuplicate: detail._id !== ticket.detail._id,
    })),
  );
  const names = safeNames(found.map(({ line }) => (line.name === ERASED ? null : line.name)));
  return found.map((file, at) => ({ ...file, path: `attachments/${names[at] ?? ''}` }));
}

interface Adding {
  readonly file: Unread;
  readonly dossier: Dossier;
  /** How many pictures there are already. */
  readonly shown: number;
}

async function addFile({ files, pictures }: WriteParts, { file, dossier, shown }: Adding, zip: Zip): Promise<DossierFile> {
  const { path, ...known } = file;
  const isKept = has(dossier, 'attachments');
  const isSeen = isToBeShown({ file, dossier, shown });
  const opened = (isKept || isSeen) && !file.line.redacted ? await files.content(file.line.sha256) : null;
  if (opened === null) return { ...known, entry: null, picture: null };
  const { type, content } = await sniffed(opened);
  const kept = new KeptContent(isSeen && isPicture(type));
  const seen = kept.passing(content);
  const entry = isKept ? await zip.add(path, seen, isPacked(type)) : await drained(seen);
  return { ...known, entry, picture: await pictureOf(pictures, kept) };
}

function isToBeShown({ file, dossier, shown }: Adding): boolean {
  const isPlaced = has(dossier, 'attachments') || has(dossier, 'activity');
  return isPlaced && shown < mostPictures && file.line.bytes <= mostPictureBytes;
}

async function pictureOf(pictures: Pictures, kept: KeptContent): Promise<DossierPicture | null> {
  const bytes = kept.bytes();
  const picture = bytes === null ? null : await pictures.small(bytes, pictureSide);
  if (picture === null) return null;
  const { content, mediaType, width, height } = picture;
  return { src: `data:${mediaType};base64,${Buffer.from(content).toString('base64')}`, width, height };
}

/** Keeps what passes, so that a picture is read once for the ZIP and for the page. */
class KeptContent {
  private readonly chunks: Buffer[] = [];

  constructor(private readonly isPicture: boolean) {}

  async *passing(content: AsyncIterable<Buffer>): AsyncGenerator<Buffer> {
    for await (const chunk of content) {
      if (this.isPicture) this.chunks.push(chunk);
      yield chunk;
    }
  }

  bytes(): Buffer | null {
    return this.isPicture ? Buffer.concat(this.chunks) : null;
  }
}

async function drained(content: AsyncIterable<Buffer>): Promise<null> {
  const reading = content[Symbol.asyncIterator]();
  while ((await reading.next()).done !== true);
  return null;
}

/** What is packed already grows when it is packed again. */
const isPacked = (mediaType: string): boolean => !/^(image\/(?!svg|bmp)|video|audio)|zip|gzip|pdf|officedocument/.test(mediaType);

interface Printing {
  readonly dossier: Dossier;
  readonly files: readonly DossierFile[];
  readonly signal: AbortSignal;
}

async function print({ renderer, printer }: WriteParts, { dossier, files, signal }: Printing) {
  const html = await printer.html({ ...dossier, files, isForPdf: true });
  const job = { html, owner: dossier.actor.organisation, at: dossier.asOf.at, signal };
  const pdf = await renderer.print(job);
  if (pdf !== null) return { ending: 'pdf', content: pdf } as const;
  return { ending: 'html', content: await printer.html({ ...dossier, files, isForPdf: false }) } as const;
}

async function factsOf({ keys }: WriteParts, { dossier, read }: Writing): Promise<string> {
  const { actor, wish } = dossier;
  const isShown = ({ audience, type }: FactContent): boolean =>
    (isStaff(actor) || audience === 'everyone') && isTypeShown(type, wish.sections);
  const texts = await Promise.all(
    [read.ticket, ...read.merged].map(({ stored }) =>
      factLines({ stored, isShown, mayOpen: (content) => mayOpen(actor, content) }, keys),
    ),
  );
  return texts.join('');
}

/** What the ZIP claims: each file with its hash, and each ticket with the hash that seals its facts. */
function manifestOf({ dossier, read }: Writing, files: readonly DossierFile[], entries: readonly ZipEntry[]) {
  const { ticket, asOf, wish, actor, isClosed, sender } = dossier;
  return {
    format: 'docket-dossier/1',
    ticket: { id: ticket.detail._id, number: ticket.detail.number, closed: isClosed },
    asOf,
    ...wish,
    letterhead: { organisation: sender.organisation, version: sender.letterhead?.version ?? 0 },
    audience: isStaff(actor) ? 'staff' : 'everyone',
    streams: [read.ticket, ...read.merged].map(({ detail, stored }) => ({
      ...{ stream: `ticket-${detail._id}`, number: detail.number, facts: stored.length },
      head: stored.at(-1)?.hash ?? null,
    })),
    attachments: files.map(({ line, number, entry }) => ({
      ...{ id: line.file, ticket: number, attachedAt: line.at, mediaType: line.mediaType, audience: line.audience },
      name: entry?.name ?? null,
      destroyed: line.redacted,
    })),
    files: [...entries].sort((a, b) => (a.name < b.name ? -1 : 1)),
  };
}
