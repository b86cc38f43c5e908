import { fromMillis, type Instant } from '../../../domain/kernel/instant';

const local = /^\d{4}-\d{2}-\d{2}T\d{2}:\d{2}(:\d{2})?$/;

/** What an input of day and time means in a time zone; null where it holds no such thing. */
export function instantOf(text: string, zone: string): Instant | null {
  if (!local.test(text) || Number.isNaN(Date.parse(`${text}Z`))) return null;
  const asUtc = Date.parse(`${text}Z`);
  // Twice: the first guess may lie on the other side of a change of the clock.
  const first = asUtc - offsetAt(asUtc, zone);
  return fromMillis(asUtc - offsetAt(first, zone));
}

/** How far the clocks of a zone are ahead of UTC. */
function offsetAt(millis: number, zone: string): number {
  const parts = new Intl.DateTimeFormat('sv-SE', { timeZone: zone, dateStyle: 'short', timeStyle: 'medium' }).format(millis);
  return Date.parse(`${parts.replace(' ', 'T')}Z`) - Math.floor(millis / 1000) * 1000;
}
