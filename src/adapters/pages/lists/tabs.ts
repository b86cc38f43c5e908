import type { Actor } from '../../../domain/people/actor';
import { ticketTabs } from '../../../projections/tickets/list-tickets';
import type { Tab } from './list-question';

/** Forwarded tickets are shown to readers of their organisation's tickets. */
export function tabsFor({ permissions }: Actor): readonly Tab[] {
  const mayReadAll = permissions.has('ticket.read-organisation') || permissions.has('ticket.read-everything');
  return mayReadAll ? ticketTabs : ticketTabs.filter((tab) => tab !== 'forwarded');
}
