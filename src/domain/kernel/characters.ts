/**
 * Whether a text has more than `max` characters. A character is a Unicode code point, as in JSON Schema, and takes at most four
 * bytes. What people see as one character has no maximum size and changes with every Unicode version.
 */
export function isLongerThan(text: string, max: number): boolean {
  // A code point takes one or two UTF-16 units, so most texts need no counting.
  if (text.length <= max || text.length > 2 * max) return text.length > max;
  return Array.from(text).length > max;
}
