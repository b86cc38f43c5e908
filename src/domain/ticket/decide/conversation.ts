import type { DecisionContext } from '../../context';
import { reject } from '../../kernel/errors';
import type { Audience } from '../../kernel/event';
import { isStaff } from '../../people/actor';
import { can, isImporting } from '../../people/rights';
import { requireForm } from '../../kernel/form';
import { audiencesOf, audiencesOfReply } from '../ticket.audiences';
import type { TicketEvent, WaitingEnded } from '../ticket.events';
import { isCustomerSide } from '../ticket.roles';
import { waitingOf, type OpenedState, type Ticket } from '../ticket.state';
import type { Decision } from './decision';
import { attached, sealed, writerOf } from './text';

/** S4.21–S4.23, S4.35, S4.36. Repeating a text makes a second reply. */
export const reply: Decision<'Reply'> = ({ audience, body, files = [] }, state, context) => {
  checkReplyAudience(audience, state, context);
  const { ticket } = state;
  const writer = writerOf(ticket, context);
  return [
    {
      type: 'ReplyPosted',
      audience,
      data: { reply: context.newId(), files: files.map(({ file }) => file) },
      ...sealed(writer, { body }),
    },
    ...attached(files, audience, { files: ticket.files, writer }),
    ...answered(audience, state, context),
  ];
};

export const attachFiles: Decision<'AttachFiles'> = ({ audience, files }, state, context): readonly TicketEvent[] => {
  if (!audiencesOf(context).includes(audience)) refuseStaffAudience();
  requireForm({ files: files.length === 0 ? 'at least one file' : null });
  const { ticket } = state;
  const added = attached(files, audience, { files: ticket.files, writer: writerOf(ticket, context) });
  return added.length === 0 ? [] : [...added, ...answered(audience, state, context)];
};

/** S4.14: the awaited answer ends the waiting. Imports record the end themselves. */
function answered(audience: Audience, state: OpenedState, context: DecisionContext): readonly WaitingEnded[] {
  const isAwaited = audience === 'everyone' && waitingOf(state)?.for === 'customer';
  if (!isAwaited || isImporting(context) || !isCustomerSide(state, context)) return [];
  return [{ type: 'WaitingEnded', audience: 'everyone', data: { for: 'customer' }, implied: true }];
}

/** Rule 7: this fact orders the redaction, and a reactor destroys the key. */
export const redactReply: Decision<'RedactReply'> = ({ reply: id }, { ticket }, context) => {
  if (!ticket.replies.includes(id) || isHidden(id, ticket, context))
    reject('unknown', 'There is no such reply on this ticket. Check its id.', { reply: id });
  return ticket.redacted.includes(id) ? [] : [{ type: 'ReplyRedacted', audience: readersOf(id, ticket), data: { reply: id } }];
};

export const redactAttachment: Decision<'RedactAttachment'> = ({ file }, { ticket }, context) => {
  if (!ticket.files.includes(file) || isHidden(file, ticket, context))
    reject('unknown', 'There is no such file on this ticket. Check its id.', { file });
  return ticket.redacted.includes(file)
    ? []
    : [{ type: 'AttachmentRedacted', audience: readersOf(file, ticket), data: { file } }];
};

/** Content that a customer may not read is reported as unknown. */
function isHidden(id: string, { staffOnly }: Ticket, { actor }: DecisionContext): boolean {
  return staffOnly.includes(id) && !isStaff(actor);
}

/** A redaction has the audience of its content, so customers do not learn of content for staff. */
function readersOf(id: string, { staffOnly }: Ticket): Audience {
  return staffOnly.includes(id) ? 'staff' : 'everyone';
}

function checkReplyAudience(audience: Audience, state: OpenedState, context: DecisionContext): void {
  if (audiencesOfReply(state, context).includes(audience)) return;
  if (!isStaff(context.actor)) refuseStaffAudience();
  const permission = audience === 'staff' ? 'ticket.reply-staff' : 'ticket.reply';
  if (!can(context.actor, permission)) {
    reject('not-permitted', `You need the permission "${permission}" for this. Ask an administrator of your organisation.`, {
      permission,
    });
  }
  reject('not-handler', 'Only the organisations in charge of the ticket can write to staff. You can write to everyone.', {
    handler: state.ticket.handler,
  });
}

function refuseStaffAudience(): never {
  return reject('invalid', 'Customers can write only to everyone. Choose the audience "everyone".', {
    fields: { audience: 'everyone' },
  });
}
