import { command, type CommandsOf } from '../../kernel/commands';
import { id, list } from '../../kernel/fields';
import type { TicketId } from '../../kernel/ids';
import { maxDuplicates } from '../ticket.limits';
import { staffReason } from './shared';

const primary = id<TicketId>('ticket', {
  about: 'The ticket in which work goes on. This one is closed as its duplicate and keeps its own record.',
});
const duplicate = id<TicketId>('ticket', { about: 'The duplicate that becomes a ticket of its own again.' });

/** Handled by the merge process, which first agrees in `merges-<owner organisation>` (rule 3). */
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
  UnlinkDuplicate: command('Unlinks a duplicate, at any later time', { duplicate }, { refuses: ['not-handler'] }),
};

export type MergeCommand = CommandsOf<typeof mergeCommands>;

/** Sent by the merge process only, after the agreement. */
export const linkingCommands = {
  MarkMerged: command('Marks the ticket as a duplicate', { primary, reason: staffReason }),
  LinkDuplicate: command('Links a duplicate', { duplicate }),
  MarkUnlinked: command('Marks the ticket as unlinked', { primary }),
  UnlinkDuplicate: mergeCommands.UnlinkDuplicate,
};
