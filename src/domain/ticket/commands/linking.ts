import { command, type CommandsOf } from '../../kernel/commands';
import { id, list } from '../../kernel/fields';
import type { TicketId } from '../../kernel/ids';
import { maxDuplicates } from '../ticket.limits';
import { staffReason } from './shared';

const primary = id<TicketId>('ticket', {
  about: 'The ticket that goes on; this one is closed as its duplicate and keeps its own record.',
});
const duplicate = id<TicketId>('ticket', { about: 'The duplicate that is a ticket of its own again.' });

/** Asked of the merge process, which agrees in `merges-<owner organisation>` first (rule 3). */
export const mergeCommands = {
  MergeInto: command(
    'Closes the ticket as a duplicate of another; nothing is moved or lost',
    { primary, reason: staffReason },
    { refuses: ['not-handler', 'wrong-phase', 'merge-refused'] },
  ),
  AddDuplicates: command(
    'Closes other tickets as duplicates of this one',
    {
      duplicates: list(
        id<TicketId>('ticket', { about: 'A ticket.' }),
        { max: maxDuplicates },
        { about: 'Tickets that become duplicates of this one.' },
      ),
    },
    { refuses: ['not-handler', 'wrong-phase', 'merge-refused'] },
  ),
  UnlinkDuplicate: command(
    'Makes a duplicate a ticket of its own again, at any later time',
    { duplicate },
    { refuses: ['not-handler'] },
  ),
};

export type MergeCommand = CommandsOf<typeof mergeCommands>;

/** Sent by the merge process only, once it is agreed. */
export const linkingCommands = {
  MarkMerged: command('Marks the ticket as a duplicate', { primary, reason: staffReason }),
  LinkDuplicate: command('Links a duplicate', { duplicate }),
  MarkUnlinked: command('Marks the ticket as a ticket of its own again', { primary }),
  UnlinkDuplicate: mergeCommands.UnlinkDuplicate,
};
