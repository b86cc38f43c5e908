import type { ScanState } from '../../desk/files/file-scans';
import { isPicture } from '../../desk/files/media-type';
import type { TicketView } from '../../desk/tickets/ticket-reader';
import { readable } from '../tickets/readable';
import { attachedFile } from './file-view';

type File = TicketView['files'][number];
type Query = Readonly<Record<string, unknown>>;

const documents = /^application\/(pdf|rtf|msword|vnd\.(openxmlformats-officedocument|ms-|oasis\.opendocument))/;
const archives = /^application\/(zip|gzip|x-(7z|bzip|rar|tar|xz|gzip))/;

/** Kinds to filter by. Each file has the first that fits. */
const kinds: readonly { readonly type: string; readonly is: (mediaType: string) => boolean }[] = [
  { type: 'pictures', is: isPicture },
  { type: 'documents', is: (mediaType) => documents.test(mediaType) },
  { type: 'texts', is: (mediaType) => /^(text\/(?!html)|application\/json)/.test(mediaType) },
  { type: 'archives', is: (mediaType) => archives.test(mediaType) },
  { type: 'others', is: () => true },
];
const kindOf = ({ mediaType }: File): string => kinds.find(({ is }) => is(mediaType))?.type ?? 'others';

export interface AttachmentsPage {
  readonly files: readonly File[];
  /** The chosen kind, or null for all. */
  readonly type: string | null;
  /** Address of the next page, or null. */
  readonly older: string | null;
}

const perPage = 60;

/** One page of the files of a ticket and its duplicates, newest first. */
export function attachmentsPage({ number, files }: TicketView, query: Query): AttachmentsPage {
  const type = kinds.find((kind) => kind.type === query['type'])?.type ?? null;
  const chosen = files.filter((file) => type === null || kindOf(file) === type).sort((a, b) => (a.at < b.at ? 1 : -1));
  const from = /^\d{1,6}$/.test(String(query['from'])) ? Number(query['from']) : 0;
  const next = from + perPage;
  const address = `/tickets/${number}/attachments?${type === null ? '' : `type=${type}&`}from=${next}`;
  return { files: chosen.slice(from, next), type, older: next < chosen.length ? address : null };
}

export function attachmentsView(
  { number, files: all, names }: TicketView,
  { files, type: chosen, older }: AttachmentsPage,
  scans: ReadonlyMap<string, ScanState>,
) {
  const found = kinds
    .map(({ type }) => ({ type, word: type, count: all.filter((file) => kindOf(file) === type).length, isHere: type === chosen }))
    .filter(({ count }) => count > 0);
  const everything = { type: null, word: 'all', count: all.length, isHere: chosen === null };
  return {
    filters: found.length > 1 ? [everything, ...found] : null,
    older,
    attachments: files.map(({ sha256, audience, at, by, fromDuplicate, cameWith, ...file }) => {
      const scan = file.redacted ? null : (scans.get(sha256) ?? 'not-scanned');
      const shown = attachedFile({ ...file, name: file.redacted ? null : readable(file.name) }, number);
      const isInfected = scan === 'infected';
      return {
        ...{ ...shown, isPicture: shown.isPicture && !isInfected, scan, isInfected },
        ...{ sha256, at, cameWith, isStaffOnly: audience === 'staff' },
        who: by === null ? null : (names[by] ?? '–'),
        origin: fromDuplicate ? file.number : null,
      };
    }),
  };
}
