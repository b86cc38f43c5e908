/**
 * Whether a text has more than `max` characters, which are Unicode code points everywhere: in the rules, at the edge and, as JSON Schema counts,
 * in the API's description. What people see as one may be several (a family, a flag), but what that is changes with every Unicode, and it has no
 * largest size; a code point takes at most four bytes.
 */
export function isLongerThan(text: string, max: number): boolean {
  // A code point is one or two units, so most texts need no counting, however long they are.
  if (text.length <= max || text.length > 2 * max) return text.length > max;
  return Array.from(text).length > max;
}
