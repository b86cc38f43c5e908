import { command } from '../../kernel/commands';
import { choice, email, files, given, id, object, optional, otherwise, text, title } from '../../kernel/fields';
import type { FileId, ReplyId, WatcherId } from '../../kernel/ids';
import type { SourceRowNoted } from '../ticket.events';
import { maxFiles, maxText, maxTitle } from '../ticket.limits';
import { clearableDetails } from './details';
import { attachments, audiences, mailKindsOf, requester, type NamedFile } from './shared';

const watcher = { watcher: id<WatcherId>('watcher', { about: 'Id of the watcher in the ticket.' }) };
const decidedOnce = 'Decided once; it cannot be widened later.';

export const conversationCommands = {
  Reply: command('Writes a reply', {
    body: text(maxText, { about: 'What you write.', example: 'The technician comes tomorrow at 9.' }),
    audience: choice(audiences, { about: `Who reads it: everyone, or staff only. ${decidedOnce}`, example: 'everyone' }),
    files: attachments,
  }),
  RedactReply: command('Destroys the text of a reply; the reply stays listed', {
    reply: id<ReplyId>('reply', { about: 'The reply whose text is destroyed for good.' }),
  }),
  AttachFiles: command('Attaches files', {
    audience: choice(audiences, { about: `Who may read the files. ${decidedOnce}` }),
    files: files<NamedFile>({ min: 1, max: maxFiles }, { about: 'The files.' }),
  }),
  RedactAttachment: command('Destroys a file; its entry stays listed', {
    file: id<FileId>('file', { about: 'The file whose content and name are destroyed for good.' }),
  }),
  ReviseDetails: command(
    'Corrects title, description, details or requester',
    {
      title: optional(title(maxTitle, { about: 'The new title.', example: 'Screen of the ticket machine flickers' })),
      description: optional(text(maxText, { about: 'The new description.', example: 'It flickers since the last update.' })),
      details: otherwise({}, object(clearableDetails, { about: 'Only what changes; null clears a value.' })),
      requester: optional({ ...requester, about: 'Moves the ticket to another requester: a user or a contact.' }),
    },
    { needsRevision: true, someField: true },
  ),
  AddWatcher: command('Adds a watcher', {
    watcher: given<WatcherId>('address-id'),
    email: email({ about: 'Address for the mails.' }),
    kinds: mailKindsOf,
  }),
  RemoveWatcher: command('Removes a watcher', watcher),
  EraseWatcher: command('Destroys the address of a watcher, even of a removed one', watcher),
  NoteSourceRow: command('Records values of an imported row that our rules do not use', {
    row: given<SourceRowNoted['data']>('import'),
  }),
};
