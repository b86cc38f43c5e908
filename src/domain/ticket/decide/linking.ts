import { reject } from '../../kernel/errors';
import type { TicketEvent } from '../ticket.events';
import type { Decision } from './decision';
import { explained } from './text';

// Carries out what `merges-<owner organisation>` has agreed, whatever happened to the tickets since (rule 3).

/** S4.42, S4.45: a closed ticket stays closed, and the merge is recorded all the same. */
export const markMerged: Decision<'MarkMerged'> = ({ primary, reason }, state, context) => {
  if (state.ticket.primary === primary) return [];
  if (state.ticket.primary !== null) {
    reject('merge-refused', 'This ticket is already merged into another one. Unlink it there first.', {
      primary: state.ticket.primary,
    });
  }
  const merged: TicketEvent = { type: 'TicketMerged', audience: 'everyone', data: { primary } };
  const closed: TicketEvent = { type: 'TicketClosed', audience: 'everyone', data: { resolution: 'duplicate', primary } };
  return [
    merged,
    ...(state.phase === 7 ? [] : [closed]),
    ...explained({ of: 'TicketMerged', audience: 'staff', text: reason }, state, context),
  ];
};

export const linkDuplicate: Decision<'LinkDuplicate'> = ({ duplicate }, { ticket }) =>
  ticket.duplicates.includes(duplicate) ? [] : [{ type: 'DuplicateLinked', audience: 'everyone', data: { duplicate } }];

/** S4.48, S4.49: the ticket stays closed, and may then be reopened. */
export const markUnlinked: Decision<'MarkUnlinked'> = ({ primary }, { ticket }) =>
  ticket.primary === primary ? [{ type: 'TicketUnlinked', audience: 'everyone', data: { primary } }] : [];

export const unlinkDuplicate: Decision<'UnlinkDuplicate'> = ({ duplicate }, { ticket }) =>
  ticket.duplicates.includes(duplicate) ? [{ type: 'DuplicateUnlinked', audience: 'everyone', data: { duplicate } }] : [];
