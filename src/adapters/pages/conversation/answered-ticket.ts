import type { AnsweredTicket } from '../../desk/answers/answer-templates';
import type { TicketView } from '../../desk/tickets/ticket-reader';
import type { Translate } from '../rendering/words';
import { readable } from '../tickets/readable';

/** The ticket's values that a canned answer can insert. */
export function answeredTicket({ number, title, names, ownerOrganisation }: TicketView, t: Translate): AnsweredTicket {
  return { number, title: readable(title) ?? t('tickets.erased'), customer: names[ownerOrganisation] ?? '–' };
}
