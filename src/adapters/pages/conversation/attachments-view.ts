import type { TicketView } from '../../desk/tickets/ticket-reader';
import { readable } from '../tickets/readable';
import { attachedFile } from './file-view';

/** All files of a ticket and its duplicates, newest first. */
export function attachmentsView({ number, files, names }: TicketView) {
  const newestFirst = [...files].sort((a, b) => (a.at < b.at ? 1 : -1));
  return newestFirst.map(({ sha256, audience, at, by, fromDuplicate, ...file }) => ({
    ...attachedFile({ ...file, name: file.redacted ? null : readable(file.name) }, number),
    ...{ sha256, at, isStaffOnly: audience === 'staff' },
    who: by === null ? null : (names[by] ?? '–'),
    origin: fromDuplicate ? file.number : null,
  }));
}
