import { isStaff, type Actor } from '../../../domain/people/actor';

/**
 * Whether the reader may know that another user has a ticket open. Staff see other staff. Customers see only their own organisation. Neither
 * side sees the other.
 */
export function maySee(reader: Actor, other: Actor): boolean {
  if (isStaff(reader) || isStaff(other)) return isStaff(reader) && isStaff(other);
  return reader.organisation === other.organisation;
}

/** Each user once, without the reader. */
export function othersHere(reader: Actor, present: readonly Actor[]): readonly string[] {
  const visible = present.filter((other) => other.user !== reader.user && maySee(reader, other));
  return [...new Set(visible.map(({ user }) => user))];
}
