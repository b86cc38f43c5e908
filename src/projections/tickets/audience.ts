import { isStaff, type Actor } from '../../domain/people/actor';

/** The read models for this reader. Those for customers never held anything for staff only (rule 4). */
export const audienceOf = (actor: Actor): 'everyone' | 'staff' => (isStaff(actor) ? 'staff' : 'everyone');

export const detailModel = (actor: Actor): string => `ticket-detail-${audienceOf(actor)}`;

/** The read models of lines for this reader: those for everyone and, for staff, those for staff only. */
export const linesFor = (actor: Actor, name: 'activity' | 'log'): readonly string[] =>
  isStaff(actor) ? [`${name}-everyone`, `${name}-staff-only`] : [`${name}-everyone`];
