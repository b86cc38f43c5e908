import type { GroupedVolume } from '../../../projections/reports/ask-reports';
import type { Counts, Spread } from '../../../projections/reports/figures';
import { withoutKey, type TicketFigure } from '../../../projections/reports/ticket-figures';
import { bucketFigures } from '../../../projections/reports/volume';
import type { Ranked, VolumeReport } from '../../../projections/reports/volume.document';
import type { Translate } from '../rendering/words';
import { changeOf, noChange, smallestBase } from './change';
import { columnChart, shareOf } from './chart';
import type { Labels } from './labels';
import { addressParts, fixedParts, groupingsFor, lastDayOf, periodBefore, presets, type ReportQuestion } from './period';

export interface ReportParts {
  readonly question: ReportQuestion;
  readonly volume: GroupedVolume;
  readonly before: VolumeReport;
  readonly labels: Labels;
  readonly t: Translate;
}

/** Widths of a full-width chart and of a half-width one. */
const wide = 1100;
const narrow = 560;

type Lead = (figure: TicketFigure, key: string) => string;

const reportAddress = (question: ReportQuestion): string =>
  `/reports?${new URLSearchParams(pairs(addressParts(question))).toString()}`;
const pairs = (parts: readonly (readonly [string, string])[]): [string, string][] => parts.map(([name, value]) => [name, value]);

export function behindAddress(question: ReportQuestion, figure: TicketFigure, key: string): string {
  return `/reports/tickets?${new URLSearchParams([...pairs(fixedParts(question)), ['figure', figure], ['key', key]]).toString()}`;
}

/** View of report.hbs. Every ticket count links to its list. */
export function reportView(parts: ReportParts) {
  const { question, volume, labels } = parts;
  const lead: Lead = (figure, key) => behindAddress(question, figure, key);
  const { report, isComplete } = volume;
  return {
    ...{ isComplete, isEmpty: report.tickets === 0, form: formView(parts), tiles: tilesOf(parts, lead) },
    span: { from: labels.date(question.from), to: labels.date(lastDayOf(question)), zone: question.zone },
    flow: flowOf(parts, lead),
    times: timesOf(report, labels),
    weekdays: columnsOf('openedOnWeekday', report.openedByWeekday, 7, { labels, lead }),
    hours: columnsOf('openedInHour', report.openedByHour, 24, { labels, lead }),
    bars: [...countedBars(report, labels), ...rankedBars(report)]
      .filter(({ rows }) => rows.length > 0)
      .map((bars) => barsOf(bars, parts, lead)),
  };
}

function formView({ question, t }: ReportParts) {
  const { preset, from, zone, typedZone, grouping, wrong } = question;
  const error = (name: 'from' | 'to' | 'zone') => (wrong.has(name) ? t(`reports.wrong.${name}`) : null);
  return {
    ...{ from, to: lastDayOf(question), zone: typedZone, grouping },
    errors: { from: error('from'), to: error('to'), zone: error('zone') },
    presets: presets.map((one) => ({
      key: one,
      href: `/reports?${new URLSearchParams({ period: one, zone }).toString()}`,
      isHere: one === preset,
    })),
    groupings: groupingsFor(question).map((one) => ({
      key: one,
      href: reportAddress({ ...question, grouping: one }),
      isHere: one === grouping,
    })),
  };
}

function tilesOf({ question, volume: { report }, before, labels }: ReportParts, lead: Lead) {
  const earlier = { ...question, ...periodBefore(question), preset: null };
  const tile = (name: string, figure: TicketFigure, key: string, count: (one: VolumeReport) => number) => ({
    ...{ name, value: count(report), href: count(report) === 0 ? null : lead(figure, key), text: null },
    ...{ before: count(before), beforeHref: count(before) === 0 ? null : behindAddress(earlier, figure, key), beforeText: null },
    ...changeOf({ now: count(report), before: count(before), smallest: smallestBase }, labels.number, labels),
  });
  const [now, then] = [report.hours.toFirstSolved.median, before.hours.toFirstSolved.median];
  const toSolve = {
    ...{ name: 'toSolve', value: 0, href: null, before: 0, beforeHref: null },
    ...{ text: now === null ? '–' : labels.duration(now), beforeText: then === null ? '–' : labels.duration(then) },
    ...(now === null || then === null ? noChange : changeOf({ now, before: then, smallest: 0 }, labels.duration, labels)),
  };
  return [
    tile('opened', 'all', 'all', ({ tickets }) => tickets),
    tile('closed', 'status', 'closed', ({ status }) => status.closed),
    tile('open', 'status', 'open', ({ status }) => status.open),
    tile('reopened', 'reopened', 'reopened', ({ reopens }) => reopens.tickets),
    toSolve,
  ];
}

/** Opened, closed and remaining tickets over time. */
function flowOf({ question: { grouping }, volume: { buckets }, labels }: ReportParts, lead: Lead) {
  const figures = bucketFigures(grouping);
  const rows = buckets.map(({ bucket, opened, finallyClosed, openAtEnd }) => ({
    label: labels.bucket(grouping, bucket),
    ...{ opened, openedHref: linkFor(lead, figures.opened, bucket, opened) },
    ...{ closed: finallyClosed, closedHref: linkFor(lead, figures.closed, bucket, finallyClosed), openAtEnd },
  }));
  const chart = columnChart({
    width: wide,
    labels: rows.map(({ label }) => label),
    series: [
      { key: 'opened', values: rows.map(({ opened }) => opened), hrefs: rows.map(({ openedHref }) => openedHref ?? '') },
      { key: 'closed', values: rows.map(({ closed }) => closed), hrefs: rows.map(({ closedHref }) => closedHref ?? '') },
    ],
    line: { key: 'open', values: rows.map(({ openAtEnd }) => openAtEnd) },
  });
  return { grouping, rows, chart };
}

/** Null for a count of zero. */
const linkFor = (lead: Lead, figure: TicketFigure, key: string, count: number): string | null =>
  count === 0 ? null : lead(figure, key);

interface Drawing {
  readonly labels: Labels;
  readonly lead: Lead;
}

function columnsOf(figure: TicketFigure, counts: Counts, size: number, { labels, lead }: Drawing) {
  const rows = Array.from({ length: size }, (_, n) => {
    const count = counts[String(n)] ?? 0;
    return { label: labels.key(figure, String(n)), count, href: linkFor(lead, figure, String(n), count) };
  });
  const values = rows.map(({ count }) => count);
  const hrefs = rows.map(({ href }) => href ?? '');
  return {
    figure,
    rows,
    chart: columnChart({ width: narrow, labels: rows.map(({ label }) => label), series: [{ key: 'opened', values, hrefs }] }),
  };
}

function timesOf({ hours }: VolumeReport, { duration }: Labels) {
  const told = (value: number | null): string => (value === null ? '–' : duration(value));
  const row = (key: string, { n, mean, median, p90, max }: Spread) => ({
    ...{ key, n, median: told(median), mean: told(mean), p90: told(p90), max: told(max) },
  });
  return [row('firstSolved', hours.toFirstSolved), row('lastSolved', hours.toLastSolved), row('lastClosed', hours.toLastClosed)];
}

interface Bars {
  readonly figure: TicketFigure;
  readonly rows: readonly Ranked[];
}

function countedBars({ phases, priorities, channels, resolutions, sla }: VolumeReport, labels: Labels): readonly Bars[] {
  const bars = (figure: TicketFigure, counts: Counts, order?: readonly string[]): Bars => {
    const keys = (order ?? Object.keys(counts)).filter((key) => (counts[key] ?? 0) > 0);
    return { figure, rows: keys.map((key) => ({ id: key, name: labels.key(figure, key), count: counts[key] ?? 0 })) };
  };
  return [
    bars('phase', phases),
    bars('priority', priorities.last, ['critical', 'high', 'moderate', 'low']),
    bars('channel', channels),
    bars('resolution', resolutions),
    bars('deadline', { ...sla }),
  ];
}

function rankedBars({ top }: VolumeReport): readonly Bars[] {
  return [
    { figure: 'category', rows: top.categories },
    { figure: 'team', rows: top.teams },
    { figure: 'location', rows: top.locations },
    { figure: 'requester', rows: top.callers },
    { figure: 'solver', rows: top.solvers },
  ];
}

/** Ends with what the rows leave out, so that every grouping adds up to all tickets. */
function barsOf({ figure, rows }: Bars, { volume: { report, without }, labels, t }: ReportParts, lead: Lead) {
  const none = without(figure);
  const others = report.tickets - none - rows.reduce((sum, { count }) => sum + count, 0);
  const all = [
    ...rows.map(({ id, name, count }) => ({ label: name, count, href: lead(figure, id) })),
    { label: t('reports.others'), count: others, href: null },
    { label: labels.key(figure, withoutKey), count: none, href: lead(figure, withoutKey) },
  ].filter(({ count }) => count > 0);
  const highest = Math.max(...all.map(({ count }) => count));
  return { figure, rows: all.map((one) => ({ ...one, share: shareOf(one.count, highest) })) };
}
