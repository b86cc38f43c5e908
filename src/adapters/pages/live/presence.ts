import { isStaff, type Actor } from '../../../domain/people/actor';

/**
 * Whether somebody may know that another person has a ticket open. Staff see staff, who share staff notes on it as well. Customers see
 * their own organisation only: which of the staff looks at their ticket is nothing that they are told, nor the other way round.
 */
export function maySee(reader: Actor, other: Actor): boolean {
  if (isStaff(reader) || isStaff(other)) return isStaff(reader) && isStaff(other);
  return reader.organisation === other.organisation;
}

/** Each person once, without the reader. */
export function othersHere(reader: Actor, present: readonly Actor[]): readonly string[] {
  const visible = present.filter((other) => other.user !== reader.user && maySee(reader, other));
  return [...new Set(visible.map(({ user }) => user))];
}
