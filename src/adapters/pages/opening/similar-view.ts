import { ERASED } from '../../../domain/kernel/event';
import type { Similar } from '../../desk/finding/similar-tickets';
import { statusKey } from '../tickets/status-key';

export function similarView(similar: readonly Similar[]) {
  return similar.map(({ ticket, names }) => {
    const { number, title, openedAt, ownerOrganisation } = ticket;
    const customer = names[ownerOrganisation] ?? null;
    return { number, openedAt, customer, title: title === ERASED ? null : title, status: statusKey(ticket) };
  });
}
