import { isInstant, type Instant } from '../../domain/kernel/instant';
import { invalid } from './asking';
import type { Condition } from './documents.port';

/** From (inclusive) to (exclusive): instants, or dates, which begin at midnight in the zone. */
export interface Span {
  readonly from?: string | undefined;
  readonly to?: string | undefined;
}

const dateForm = /^\d{4}-\d{2}-\d{2}$/;
const allowed = 'a date such as 2026-11-23, or an instant such as 2026-11-23T00:00:00.000Z';

/**
 * The span as conditions on a field of instants. A date means its first moment, so `to` excludes the whole of its day.
 * @throws {DomainError} invalid
 */
export function within(
  field: string,
  { from, to }: Span,
  zone?: string,
  names = { from: 'from', to: 'to' },
): readonly Condition[] {
  return [
    ...(from === undefined ? [] : [{ field, gte: instantOf(names.from, from, zone) }]),
    ...(to === undefined ? [] : [{ field, lt: instantOf(names.to, to, zone) }]),
  ];
}

export function isDateOrInstant(text: string): boolean {
  return isInstant(text) || (dateForm.test(text) && isInstant(midnightOf(text)));
}

const midnightOf = (date: string): Instant => `${date}T00:00:00.000Z`;

/**
 * A UTC date stays as it is, because as text it sorts before every instant of its day.
 * @throws {DomainError} invalid
 */
function instantOf(name: string, text: string, zone = 'UTC'): Instant {
  if (!isDateOrInstant(text)) return invalid(name, allowed);
  if (isInstant(text) || zone === 'UTC') return text;
  return new Date(startOf(Date.parse(midnightOf(text)), offsetIn(zone))).toISOString();
}

/** The offset depends on the moment sought, so it is computed twice. The second result is right even near a clock change. */
function startOf(wallClock: number, offsetAt: (millis: number) => number): number {
  const near = wallClock - offsetAt(wallClock);
  return wallClock - offsetAt(near);
}

function offsetIn(zone: string): (millis: number) => number {
  const format = formatIn(zone);
  return (millis) => {
    const parts = new Map(format.formatToParts(millis).map(({ type, value }) => [type, Number(value)]));
    const part = (type: Intl.DateTimeFormatPartTypes): number => parts.get(type) ?? 0;
    const shown = Date.UTC(part('year'), part('month') - 1, part('day'), part('hour'), part('minute'), part('second'));
    return shown - Math.floor(millis / 1000) * 1000;
  };
}

function formatIn(zone: string): Intl.DateTimeFormat {
  try {
    return new Intl.DateTimeFormat('en-GB', {
      ...{ timeZone: zone, hourCycle: 'h23' },
      ...{ year: 'numeric', month: 'numeric', day: 'numeric', hour: 'numeric', minute: 'numeric', second: 'numeric' },
    });
  } catch {
    return invalid('zone', 'an IANA time zone such as Europe/Helsinki');
  }
}
