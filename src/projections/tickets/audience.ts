import { isStaff, type Actor } from '../../domain/people/actor';

/** The read models made for this reader: a customer's never held what only staff may know (rule 4). */
export const audienceOf = (actor: Actor): 'everyone' | 'staff' => (isStaff(actor) ? 'staff' : 'everyone');

export const detailModel = (actor: Actor): string => `ticket-detail-${audienceOf(actor)}`;

/** Of lines, each of which stands in one read model only: what everyone may know, and what staff know besides. */
export const linesFor = (actor: Actor, name: 'activity' | 'log'): readonly string[] =>
  isStaff(actor) ? [`${name}-everyone`, `${name}-staff-only`] : [`${name}-everyone`];
