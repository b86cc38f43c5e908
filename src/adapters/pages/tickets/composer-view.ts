import { isStaff, type Actor } from '../../../domain/people/actor';
import type { TicketView } from '../../desk/tickets/ticket-reader';

/** Null where whoever looks may not write. Customers write to everyone, and see no switch. */
export function composerView({ number, allowed }: TicketView, actor: Actor) {
  const reply = allowed.find(({ command }) => command === 'reply');
  if (reply === undefined) return null;
  const options = reply.fields.find(({ name }) => name === 'audience')?.options ?? ['everyone'];
  return {
    action: `/tickets/${number}/do/reply`,
    draft: `${number}:reply:body`,
    audiences: isStaff(actor) ? options.map((value, at) => ({ value, isChosen: at === 0 })) : [],
    only: options.length === 1 || !isStaff(actor) ? (options[0] ?? 'everyone') : null,
  };
}
