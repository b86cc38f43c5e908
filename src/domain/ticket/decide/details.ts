import { reject } from '../../kernel/errors';
import { requireFields } from '../../kernel/check';
import type { Details, DetailsRevised, Requester, TicketEvent } from '../ticket.events';
import { detailFields } from '../commands/details';
import { watcher } from './annotations';
import type { Decision } from './decision';
import { requesterOrganisation } from './people';
import { sealed, subjectOf } from './text';

type Changes = DetailsRevised['data']['details'];

/** S3.22: records real changes only. Texts are sealed and cannot be compared, so they are always recorded. */
export const reviseDetails: Decision<'ReviseDetails'> = ({ details, title, description, requester }, { ticket }, context) => {
  const changed = changes(ticket.details, details);
  const moved = requester === undefined || isSame(requester, ticket.requester) ? {} : { requester };
  if (moved.requester !== undefined) requesterOrganisation(moved.requester, context);
  const text = sealed(subjectOf(moved.requester ?? ticket.requester), { title, description });
  if (Object.keys({ ...changed, ...moved, ...text }).length === 0) return [];
  return [{ type: 'DetailsRevised', audience: 'everyone', data: { details: changed, ...moved }, ...text }];
};

/** C13 */
export const addWatcher: Decision<'AddWatcher'> = (command, { ticket }) => {
  const added = watcher(command);
  return ticket.watchers[command.watcher]?.join() === added.data.kinds.join() ? [] : [added];
};

export const removeWatcher: Decision<'RemoveWatcher'> = ({ watcher: id }, { ticket }): readonly TicketEvent[] =>
  ticket.watchers[id] === undefined ? [] : [{ type: 'WatcherRemoved', audience: 'everyone', data: { watcher: id } }];

/** Rule 7: the address of a removed watcher can be erased, too. */
export const eraseWatcher: Decision<'EraseWatcher'> = ({ watcher: id }, { ticket }): readonly TicketEvent[] => {
  if (ticket.addresses.includes(id)) return [{ type: 'WatcherErased', audience: 'everyone', data: { watcher: id } }];
  return ticket.redacted.includes(id)
    ? []
    : reject('unknown', 'There is no such watcher on this ticket. Check its id.', { watcher: id });
};

export const noteSourceRow: Decision<'NoteSourceRow'> = ({ row }) => {
  requireFields(detailFields, row.details ?? {}, { importing: true });
  return Object.keys(row).length === 0 ? [] : [{ type: 'SourceRowNoted', audience: 'staff', data: row }];
};

function changes(before: Details, asked: Changes): Changes {
  const known: { readonly [key: string]: string | undefined } = { ...before };
  const different = Object.entries(asked).filter(([key, value]) => (value ?? undefined) !== known[key]);
  return Object.fromEntries(different);
}

function isSame(a: Requester, b: Requester): boolean {
  return subjectOf(a) === subjectOf(b);
}
