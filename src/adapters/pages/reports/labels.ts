import { firstDayOf, type Grouping } from '../../../projections/reports/calendar';
import { withoutKey, type TicketFigure } from '../../../projections/reports/ticket-figures';
import { locales, type Language } from '../rendering/languages';
import type { Translate } from '../rendering/words';

export interface Labels {
  readonly bucket: (grouping: Grouping, bucket: string) => string;
  readonly date: (date: string) => string;
  readonly duration: (hours: number) => string;
  readonly number: (value: number) => string;
  readonly percent: (value: number) => string;
  /** Label of a figure's key. The caller resolves people and teams. */
  readonly key: (figure: TicketFigure, key: string) => string;
}

const monday = Date.UTC(2026, 0, 5);
const dayMs = 86_400_000;
const longInHours = 72;

/** What it means that a ticket has no key. */
const withoutWords: { readonly [figure in TicketFigure]?: string } = {
  ...{ resolution: 'notClosed', closedOnDay: 'notClosed', closedInWeek: 'notClosed', closedInMonth: 'notClosed' },
  ...{ solver: 'notSolved', solved: 'notSolved', channel: 'unknown', location: 'unknown', deadline: 'unknown' },
};

/** Dates are already in the report's time zone, so they are not converted. */
export function labelsFor(language: Language, t: Translate): Labels {
  const dates = (options: Intl.DateTimeFormatOptions) =>
    new Intl.DateTimeFormat(locales[language], { timeZone: 'UTC', ...options });
  const [short, long, month, weekday] = [
    dates({ day: 'numeric', month: 'short' }),
    dates({ day: 'numeric', month: 'short', year: 'numeric' }),
    dates({ month: 'short', year: 'numeric' }),
    dates({ weekday: 'short' }),
  ];
  const bucket: Labels['bucket'] = (grouping, key) => {
    if (grouping === 'week') return t('reports.week', { week: String(Number(key.slice(6))) });
    const at = Date.parse(firstDayOf(grouping, key));
    return grouping === 'day' ? short.format(at) : month.format(at);
  };
  const unit = (name: 'hour' | 'day') =>
    new Intl.NumberFormat(locales[language], { style: 'unit', unit: name, unitDisplay: 'short', maximumFractionDigits: 1 });
  const numbers = new Intl.NumberFormat(locales[language]);
  const percents = new Intl.NumberFormat(locales[language], { style: 'percent' });
  const worded: { readonly [figure in TicketFigure]?: (key: string) => string } = {
    openedOnDay: (key) => long.format(Date.parse(key)),
    closedOnDay: (key) => long.format(Date.parse(key)),
    openedInWeek: (key) => t('reports.weekOf', { week: String(Number(key.slice(6))), year: key.slice(0, 4) }),
    closedInWeek: (key) => t('reports.weekOf', { week: String(Number(key.slice(6))), year: key.slice(0, 4) }),
    openedInMonth: (key) => bucket('month', key),
    closedInMonth: (key) => bucket('month', key),
    openedOnWeekday: (key) => weekday.format(monday + Number(key) * dayMs),
    openedInHour: (key) => t('reports.hour', { hour: key.padStart(2, '0') }),
    phase: (key) => t(`tickets.phase.${key}`),
    status: (key) => t(`tickets.state.${key}`),
    resolution: (key) => t(`tickets.resolution.${key}`),
    priority: (key) => t(`forms.values.${key}`),
    channel: (key) => t(`forms.values.${key}`),
    deadline: (key) => t(`reports.deadline.${key}`),
  };
  return {
    bucket,
    date: (date) => long.format(Date.parse(date)),
    number: (value) => numbers.format(value),
    percent: (value) => percents.format(value / 100),
    duration: (hours) => (hours < longInHours ? unit('hour').format(hours) : unit('day').format(hours / 24)),
    key: (figure, key) =>
      key === withoutKey ? t(`reports.without.${withoutWords[figure] ?? 'none'}`) : (worded[figure]?.(key) ?? key),
  };
}
