import { day, hour, type Instant } from '../../domain/kernel/instant';

/** The time of something, as reports group it. */
export interface Bucket {
  /** `2016-02-29`. */
  readonly day: string;
  /** ISO 8601 week, `2016-W09`. */
  readonly week: string;
  /** `2016-02`. */
  readonly month: string;
  /** 0 is Monday. */
  readonly weekday: number;
  /** 0–23. */
  readonly hour: number;
}
export type Bucketing = (instant: Instant) => Bucket;

/**
 * Groups by the wall clock of `zone` (IANA name).
 * @throws {RangeError} when the zone is unknown
 */
export function bucketing(zone = 'UTC'): Bucketing {
  const wallClock = zone === 'UTC' ? Date.parse : wallClockOf(zone);
  return (instant) => {
    const millis = wallClock(instant);
    const date = new Date(millis).toISOString();
    return {
      day: date.slice(0, 10),
      week: weekOf(millis),
      month: date.slice(0, 7),
      weekday: weekdayOf(millis),
      hour: new Date(millis).getUTCHours(),
    };
  };
}

export const groupings = ['day', 'week', 'month'] as const;
export type Grouping = (typeof groupings)[number];

/** Every day, week or month from the first to the last, inclusive. */
export function bucketsBetween(grouping: Grouping, first: string, last: string): readonly string[] {
  if (grouping === 'week') return weeksBetween(first, last);
  return grouping === 'day' ? daysBetween(first, last) : monthsBetween(first, last);
}

function daysBetween(first: string, last: string): readonly string[] {
  const days = [];
  for (let at = Date.parse(first); at <= Date.parse(last); at += day) days.push(new Date(at).toISOString().slice(0, 10));
  return days;
}

function monthsBetween(first: string, last: string): readonly string[] {
  const months = [];
  const at = new Date(`${first}-01T00:00:00.000Z`);
  for (; at.toISOString().slice(0, 7) <= last; at.setUTCMonth(at.getUTCMonth() + 1)) months.push(at.toISOString().slice(0, 7));
  return months;
}

/** The bucket of a date. */
export function bucketOfDate(grouping: Grouping, date: string): string {
  return bucketing()(`${date}T00:00:00.000Z`)[grouping];
}

/** The first day of a bucket. */
export function firstDayOf(grouping: Grouping, bucket: string): string {
  if (grouping === 'day') return bucket;
  return grouping === 'month' ? `${bucket}-01` : new Date(mondayOf(bucket)).toISOString().slice(0, 10);
}

/** Every week from the first to the last, inclusive. */
export function weeksBetween(first: string, last: string): readonly string[] {
  const weeks = [];
  for (let monday = mondayOf(first); weekOf(monday) <= last; monday += 7 * day) weeks.push(weekOf(monday));
  return weeks;
}

function weekdayOf(millis: number): number {
  return (new Date(millis).getUTCDay() + 6) % 7;
}

/** A week belongs to the year of its Thursday. */
function weekOf(millis: number): string {
  const thursday = new Date(millis + (3 - weekdayOf(millis)) * day);
  const year = thursday.getUTCFullYear();
  const week = 1 + Math.floor((thursday.getTime() - Date.UTC(year, 0, 1)) / (7 * day));
  return `${year}-W${String(week).padStart(2, '0')}`;
}

/** January 4th is in week 1. */
function mondayOf(week: string): number {
  const fourth = Date.UTC(Number(week.slice(0, 4)), 0, 4);
  return fourth - weekdayOf(fourth) * day + (Number(week.slice(6)) - 1) * 7 * day;
}

/** The zone's wall clock as if it were UTC, so that the same arithmetic works for every zone. */
function wallClockOf(zone: string): (instant: Instant) => number {
  const format = new Intl.DateTimeFormat('en-GB', {
    timeZone: zone,
    hourCycle: 'h23',
    ...{ year: 'numeric', month: 'numeric', day: 'numeric', hour: 'numeric', minute: 'numeric' },
  });
  return (instant) => {
    const parts = new Map(format.formatToParts(Date.parse(instant)).map(({ type, value }) => [type, Number(value)]));
    const part = (type: Intl.DateTimeFormatPartTypes): number => parts.get(type) ?? 0;
    return Date.UTC(part('year'), part('month') - 1, part('day'), part('hour'), part('minute'));
  };
}

export const hoursBetween = (from: Instant, to: Instant): number => (Date.parse(to) - Date.parse(from)) / hour;
