import type { Actor } from '../../../domain/people/actor';
import { rules } from '../../../domain/ticket/ticket.phases';

/** Bulk actions in the order of their buttons. */
export const bulkActions = [
  { verb: 'assign', type: 'AssignTicket', icon: 'user-check' },
  { verb: 'unassign', type: 'UnassignTicket', icon: 'user-x' },
  { verb: 'route', type: 'RouteTicket', icon: 'route' },
  { verb: 'change-priority', type: 'ChangePriority', icon: 'flag' },
  { verb: 'forward', type: 'ForwardTicket', icon: 'arrow-forward-up' },
  { verb: 'reject', type: 'RejectTicket', icon: 'circle-x' },
] as const;
export type BulkAction = (typeof bulkActions)[number];

/** Actions that the actor may do on some tickets. Each ticket is still checked on its own. */
export function bulkActionsFor({ permissions }: Actor): readonly BulkAction[] {
  return bulkActions.filter(({ type }) => rules[type].ways.some(({ may }) => may !== null && permissions.has(may)));
}
