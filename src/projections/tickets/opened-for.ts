import type { FactActor } from '../../domain/kernel/event';
import { isStaff, type Actor } from '../../domain/people/actor';
import { activityEveryone, activityStaffOnly } from './activity';
import { ticketDetailEveryone, ticketDetailStaff } from './ticket-detail';

const opens = {
  everyone: new Set<string>([...ticketDetailEveryone.opens, ...activityEveryone.opens]),
  staff: new Set<string>([...ticketDetailStaff.opens, ...activityStaffOnly.opens]),
} as const;

/** Types of which this reader may read boxes. Of one that a customer may read not every fact is theirs: see `mayOpen`. */
export const opensOf = (actor: Actor): ReadonlySet<string> => opens[isStaff(actor) ? 'staff' : 'everyone'];

/** Customers read the addresses of watchers that they added themselves. */
export const mayReadWatcher = (actor: Actor, by: string | null): boolean => isStaff(actor) || by === actor.user;

/** Whether this reader may read the boxes of a fact of a ticket, wherever its facts are shown one by one. */
export function mayOpen(actor: Actor, { type, actor: by }: { readonly type: string; readonly actor: FactActor }): boolean {
  if (!opensOf(actor).has(type)) return false;
  return type !== 'WatcherAdded' || mayReadWatcher(actor, 'user' in by ? by.user : null);
}
