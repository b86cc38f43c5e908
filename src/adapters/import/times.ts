import { day, fromMillis, isInstant, minute, plus, second, toMillis, type Instant } from '../../domain/kernel/instant';
import type { Mapping } from './mapping';

const slashed = /^(\d{1,2})[/.-](\d{1,2})[/.-](\d{4})(?:,? (\d{1,2}):(\d{2})(?::(\d{2}))?(?: ?([ap])\.?m\.?)?)?$/iu;
const iso = /^(\d{4})-(\d{2})-(\d{2})(?:[T ](\d{2}):(\d{2})(?::(\d{2})(?:[.,]\d+)?)?)?(Z|[+-]\d{2}:?\d{2})?$/iu;
const serial = /^\d{5}(?:[.,]\d+)?$/u;

/** Day 0 of spreadsheets. */
const spreadsheetsZero = '1899-12-30T00:00:00.000Z';

/** Null unless it is a time since 1970. Two-digit years are ambiguous and not accepted. */
export function instantFrom(text: string, dates: NonNullable<Mapping['dates']>): Instant | null {
  const instant = fromSlashed(text, dates) ?? fromIso(text) ?? fromSerial(text);
  return instant !== null && instant >= '1970' && instant < '2100' ? instant : null;
}

function fromSlashed(text: string, dates: 'dmy' | 'mdy'): Instant | null {
  const found = slashed.exec(text);
  if (found === null) return null;
  const [, first, other, year, ...time] = found;
  const [date, month] = dates === 'dmy' ? [first, other] : [other, first];
  return instantOf(`${String(year)}-${two(month)}-${two(date)}T${clockTime(time)}.000Z`);
}

function clockTime([hours, minutes, seconds, half]: readonly (string | undefined)[]): string {
  const hour = half === undefined ? hours : hourOf(Number(hours), half.toLowerCase() === 'p');
  return [hour, minutes, seconds].map(two).join(':');
}

/** 12 a.m. is midnight, 12 p.m. is noon. */
function hourOf(hour: number, isAfternoon: boolean): string {
  return hour < 1 || hour > 12 ? '99' : String((hour % 12) + (isAfternoon ? 12 : 0));
}

function fromIso(text: string): Instant | null {
  const found = iso.exec(text);
  if (found === null) return null;
  const [, year, month, date, hours, minutes, seconds, zone] = found;
  const local = instantOf(`${String(year)}-${two(month)}-${two(date)}T${[hours, minutes, seconds].map(two).join(':')}.000Z`);
  return local === null ? null : plus(local, -offsetOf(zone));
}

/** Offset from UTC in milliseconds. */
function offsetOf(zone: string | undefined): number {
  if (zone === undefined || zone.toUpperCase() === 'Z') return 0;
  const offset = (Number(zone.slice(1, 3)) * 60 + Number(zone.slice(-2))) * minute;
  return zone.startsWith('-') ? -offset : offset;
}

/** Rounded to seconds, because a spreadsheet's fraction of a day is inexact. */
function fromSerial(text: string): Instant | null {
  if (!serial.test(text)) return null;
  const days = Number(text.replace(',', '.'));
  return fromMillis(toMillis(spreadsheetsZero) + Math.round((days * day) / second) * second);
}

const two = (digits: string | undefined): string => (digits ?? '').padStart(2, '0');
const instantOf = (text: string): Instant | null => (isInstant(text) ? text : null);
