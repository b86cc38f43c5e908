import { day } from '../../../domain/kernel/instant';
import { isTimeZone } from '../rendering/formats';
import { groupings, type Grouping } from '../../../projections/reports/calendar';

export const presets = ['last7', 'last30', 'thisMonth', 'lastMonth', 'last12', 'thisYear'] as const;
export type Preset = (typeof presets)[number];
const usual: Preset = 'last30';

/** A range of dates with an exclusive end. */
export interface Period {
  readonly from: string;
  readonly to: string;
}

export interface ReportQuestion extends Period {
  /** Null if the dates were typed. */
  readonly preset: Preset | null;
  readonly zone: string;
  /** As typed. */
  readonly typedZone: string;
  readonly grouping: Grouping;
  /** Fields with invalid input. */
  readonly wrong: ReadonlySet<'from' | 'to' | 'zone'>;
}

export interface Here {
  /** In the reader's time zone. */
  readonly today: string;
  readonly zone: string;
}

/** Parses a report's URL. Invalid fields get an error, and the default period is used. */
export function reportQuestionIn(asked: Readonly<Record<string, unknown>>, { today, zone }: Here): ReportQuestion {
  const text = (name: string): string => {
    const value = asked[name];
    return typeof value === 'string' ? value.trim() : '';
  };
  const typed = typedPeriod(text('from'), text('to'));
  const preset = typed.period === null ? (presets.find((one) => one === text('period')) ?? usual) : null;
  const period = typed.period ?? periodOf(preset ?? usual, today);
  const typedZone = text('zone') || zone;
  const isZone = isTimeZone(typedZone);
  return {
    ...period,
    ...{ preset, typedZone, zone: isZone ? typedZone : zone, grouping: groupingFor(period, text('by')) },
    wrong: new Set([...typed.wrong, ...(isZone ? [] : (['zone'] as const))]),
  };
}

/** The typed end date is inclusive. */
function typedPeriod(from: string, to: string): { readonly period: Period | null; readonly wrong: readonly ('from' | 'to')[] } {
  if (from === '' && to === '') return { period: null, wrong: [] };
  const wrong = ([['from', from] as const, ['to', to] as const] as const).flatMap(([name, date]) => (isDate(date) ? [] : [name]));
  if (wrong.length > 0) return { period: null, wrong };
  const period = { from, to: plusDays(to, 1) };
  const days = daysIn(period);
  return days < 1 || days > longest ? { period: null, wrong: ['to'] } : { period, wrong };
}

/** Ten years and a few days. */
const longest = 3653;

const isDate = (text: string): boolean => {
  const time = /^\d{4}-\d{2}-\d{2}$/.test(text) ? Date.parse(text) : Number.NaN;
  return !Number.isNaN(time) && new Date(time).toISOString().startsWith(text);
};

function periodOf(preset: Preset, today: string): Period {
  const tomorrow = plusDays(today, 1);
  switch (preset) {
    case 'last7':
      return { from: plusDays(tomorrow, -7), to: tomorrow };
    case 'last30':
      return { from: plusDays(tomorrow, -30), to: tomorrow };
    case 'thisMonth':
      return { from: monthOf(today, 0), to: tomorrow };
    case 'lastMonth':
      return { from: monthOf(today, -1), to: monthOf(today, 0) };
    case 'last12':
      return { from: monthOf(today, -11), to: monthOf(today, 1) };
    case 'thisYear':
      return { from: `${today.slice(0, 4)}-01-01`, to: tomorrow };
  }
}

/** The period before, of equal length in days, or in months for whole months. */
export function periodBefore({ from, to }: Period): Period {
  const isWhole = from.endsWith('-01') && to.endsWith('-01');
  if (!isWhole) return { from: plusDays(from, -daysIn({ from, to })), to: from };
  const months = (Number(to.slice(0, 4)) - Number(from.slice(0, 4))) * 12 + Number(to.slice(5, 7)) - Number(from.slice(5, 7));
  return { from: monthOf(from, -months), to: from };
}

const most: { readonly [grouping in Grouping]: number } = { day: 93, week: 745, month: longest };

/** Groupings that keep a chart readable. */
export function groupingsFor(period: Period): readonly Grouping[] {
  return groupings.filter((grouping) => daysIn(period) <= most[grouping]);
}

function groupingFor(period: Period, asked: string): Grouping {
  const possible = groupingsFor(period);
  const days = daysIn(period);
  const usualOne = days <= 31 ? 'day' : days <= 190 ? 'week' : 'month';
  return possible.find((one) => one === asked) ?? usualOne;
}

export function lastDayOf({ to }: Period): string {
  return plusDays(to, -1);
}

/** Query parameters for the same report. */
export function addressParts({ preset, from, to, zone, grouping }: ReportQuestion): readonly (readonly [string, string])[] {
  const period =
    preset === null
      ? ([
          ['from', from],
          ['to', plusDays(to, -1)],
        ] as const)
      : ([['period', preset]] as const);
  return [...period, ['by', grouping], ['zone', zone]];
}

/** Like `addressParts` with fixed dates, so that a list opened later still matches its figure. */
export function fixedParts(question: ReportQuestion): readonly (readonly [string, string])[] {
  return addressParts({ ...question, preset: null });
}

const daysIn = ({ from, to }: Period): number => Math.round((Date.parse(to) - Date.parse(from)) / day);

function plusDays(date: string, days: number): string {
  return new Date(Date.parse(date) + days * day).toISOString().slice(0, 10);
}

/** First day of the month, some months later. */
function monthOf(date: string, later: number): string {
  const [year = 0, month = 1] = date.split('-').map(Number);
  return new Date(Date.UTC(year, month - 1 + later, 1)).toISOString().slice(0, 10);
}
