import { locales, type Language } from './languages';

/** Formats dates, times and numbers for the reader's locale. */
export interface Formats {
  /** Day and time. Omits the current year. */
  readonly moment: (instant: string) => string;
  /** Full date and time, for tooltips. */
  readonly full: (instant: string) => string;
  /** Day with year, and time with seconds. */
  readonly exact: (instant: string) => string;
  readonly day: (instant: string) => string;
  /** Relative within a day, then as `moment`. */
  readonly ago: (instant: string) => string;
  /** Time of day only. */
  readonly clock: (instant: string) => string;
  /** In the two largest units. */
  readonly duration: (millis: number) => string;
  readonly number: (value: number) => string;
  readonly percent: (value: number) => string;
  readonly bytes: (value: number) => string;
  /** For `datetime-local` inputs. */
  readonly local: (instant: string) => string;
}

const minuteMs = 60_000;
const hourMs = 60 * minuteMs;
const dayMs = 24 * hourMs;

export function formatsFor(language: Language, timeZone: string, now: string): Formats {
  const locale = locales[language];
  const made = formatters(locale, timeZone);
  const today = Date.parse(now);
  const thisYear = made.year.format(today);
  const moment = (instant: string): string => {
    const time = Date.parse(instant);
    return (made.year.format(time) === thisYear ? made.moment : made.momentWithYear).format(time);
  };
  return {
    moment,
    full: (instant) => made.full.format(Date.parse(instant)),
    exact: (instant) => made.exact.format(Date.parse(instant)),
    day: (instant) => made.day.format(Date.parse(instant)),
    ago: (instant) => agoOf(Date.parse(instant) - today, made.relative) ?? moment(instant),
    clock: (instant) => made.clock.format(Date.parse(instant)),
    duration: (millis) => durationOf(millis, locale),
    number: (value) => made.number.format(value),
    percent: (value) => made.percent.format(value / 100),
    bytes: (value) => bytesOf(value, locale),
    local: (instant) => made.sortable.format(Date.parse(instant)).replace(' ', 'T').slice(0, 16),
  };
}

const known = new Map<string, ReturnType<typeof newFormatters>>();

/** Cached, because creating formatters takes longer than drawing a page. */
function formatters(locale: string, timeZone: string): ReturnType<typeof newFormatters> {
  const key = `${locale} ${timeZone}`;
  const found = known.get(key) ?? newFormatters(locale, timeZone);
  known.set(key, found);
  return found;
}

function newFormatters(locale: string, timeZone: string) {
  const dates = (options: Intl.DateTimeFormatOptions) => new Intl.DateTimeFormat(locale, { timeZone, ...options });
  const clock = { hour: '2-digit', minute: '2-digit', hourCycle: 'h23' } as const;
  return {
    year: dates({ year: 'numeric' }),
    moment: dates({ day: 'numeric', month: 'short', ...clock }),
    momentWithYear: dates({ day: 'numeric', month: 'short', year: 'numeric', ...clock }),
    exact: dates({ day: 'numeric', month: 'short', year: 'numeric', ...clock, second: '2-digit' }),
    full: dates({ dateStyle: 'full', timeStyle: 'long' }),
    day: dates({ day: 'numeric', month: 'short', year: 'numeric' }),
    clock: dates(clock),
    sortable: new Intl.DateTimeFormat('sv-SE', { timeZone, dateStyle: 'short', timeStyle: 'short' }),
    relative: new Intl.RelativeTimeFormat(locale, { numeric: 'auto', style: 'short' }),
    number: new Intl.NumberFormat(locale),
    percent: new Intl.NumberFormat(locale, { style: 'percent', maximumFractionDigits: 0 }),
  };
}

function agoOf(difference: number, relative: Intl.RelativeTimeFormat): string | null {
  const distance = Math.abs(difference);
  if (distance < minuteMs) return relative.format(Math.trunc(difference / 1_000), 'second');
  if (distance < hourMs) return relative.format(Math.trunc(difference / minuteMs), 'minute');
  return distance < dayMs ? relative.format(Math.trunc(difference / hourMs), 'hour') : null;
}

const spans = [
  ['day', dayMs],
  ['hour', hourMs],
  ['minute', minuteMs],
] as const;

function durationOf(millis: number, locale: string): string {
  if (millis < minuteMs) return `< ${unitFormat(locale, 'minute').format(1)}`;
  const largest = spans.findIndex(([, length]) => millis >= length);
  const shown = spans.slice(largest, largest + 2);
  const counts = shown.map(([unit, length], at) => {
    const whole = at === 0 ? millis : millis % (shown[0]?.[1] ?? millis);
    return { unit, count: Math.floor(whole / length) };
  });
  return counts
    .filter(({ count }, at) => at === 0 || count > 0)
    .map(({ unit, count }) => unitFormat(locale, unit).format(count))
    .join(' ');
}

const unitFormat = (locale: string, unit: string): Intl.NumberFormat =>
  new Intl.NumberFormat(locale, { style: 'unit', unit, unitDisplay: 'short' });

const units = ['byte', 'kilobyte', 'megabyte', 'gigabyte'] as const;

function bytesOf(value: number, locale: string): string {
  const step = Math.min(units.length - 1, Math.floor(Math.log10(Math.max(value, 1)) / 3));
  const format = new Intl.NumberFormat(locale, {
    style: 'unit',
    unit: units[step] ?? 'byte',
    // The short form of a byte has no plural.
    unitDisplay: step === 0 ? 'long' : 'short',
    maximumFractionDigits: step < 2 ? 0 : 1,
  });
  return format.format(value / 1000 ** step);
}

/** Whether dates can be formatted in this time zone. */
export function isTimeZone(name: string): boolean {
  try {
    new Intl.DateTimeFormat('en', { timeZone: name });
    return true;
  } catch {
    return false;
  }
}

let choosable: readonly string[] | null = null;

/** All time zones that can be chosen. Found once, because trying them takes as long as drawing a page. */
export function timeZones(): readonly string[] {
  return (choosable ??= Intl.supportedValuesOf('timeZone').filter(isTimeZone));
}
