import { fromMillis, type Instant } from '../../../domain/kernel/instant';

const local = /^\d{4}-\d{2}-\d{2}T\d{2}:\d{2}(:\d{2})?$/;

/** Converts a `datetime-local` value in a time zone. Null if it is invalid. */
export function instantOf(text: string, zone: string): Instant | null {
  if (!local.test(text) || Number.isNaN(Date.parse(`${text}Z`))) return null;
  const asUtc = Date.parse(`${text}Z`);
  // Apply the offset twice: the first guess may lie on the other side of a clock change.
  const first = asUtc - offsetAt(asUtc, zone);
  return fromMillis(asUtc - offsetAt(first, zone));
}

/** The UTC offset of a time zone at an instant. */
function offsetAt(millis: number, zone: string): number {
  const parts = new Intl.DateTimeFormat('sv-SE', { timeZone: zone, dateStyle: 'short', timeStyle: 'medium' }).format(millis);
  return Date.parse(`${parts.replace(' ', 'T')}Z`) - Math.floor(millis / 1000) * 1000;
}
