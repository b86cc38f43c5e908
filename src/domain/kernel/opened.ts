import { ERASED } from './event';
import type { Opened } from './event';

/**
 * Field names lie inside the box, so nobody can say which fields a box with a destroyed key held. `Opened` then carries this one
 * member, and every field that no other box of the fact brought reads as ERASED.
 */
export const anyField = '*';

/** The text of a sealed field: ERASED where the key of its box is gone, null where the fact never had it. */
export function openedText<Field extends string>(fact: { readonly opened: Opened<Field> }, field: NoInfer<Field>): string | null {
  const opened: Opened = fact.opened;
  const value = opened[field];
  if (typeof value === 'string') return value;
  return opened[anyField] === undefined ? null : ERASED;
}
