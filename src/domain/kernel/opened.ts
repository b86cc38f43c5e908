import { ERASED } from './event';
import type { Opened } from './event';

/**
 * Field names are inside the box, so a box with a destroyed key does not tell which fields it held. `Opened` then has this
 * member, and every field that no other box of the fact provides reads as ERASED.
 */
export const anyField = '*';

/** The text of a sealed field. ERASED when the key of its box is gone, null when the fact never had it. */
export function openedText<Field extends string>(fact: { readonly opened: Opened<Field> }, field: NoInfer<Field>): string | null {
  const opened: Opened = fact.opened;
  const value = opened[field];
  if (typeof value === 'string') return value;
  return opened[anyField] === undefined ? null : ERASED;
}
