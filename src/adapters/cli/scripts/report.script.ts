import type { VolumeReport } from '../../../projections/reports/volume.document';
import { pairs, table, type Cell } from '../layout';
import { UsageError, type Script } from '../script';

export const reportScript: Script = {
  name: 'report',
  about: 'Prints a report, as its page and the API show it.',
  usage: ['report -- volume'],
  options: {},
  plan: ({ positionals }) => {
    if (positionals.length !== 1 || positionals[0] !== 'volume') throw new UsageError('The report there is: volume.');
    return async ({ methods, progress, signal }) => {
      const report = await methods['report.volume']({}, progress, signal);
      return { ok: true, json: report, text: volume(report) };
    };
  },
};

function volume(report: VolumeReport): string {
  const { weekly, hours, top } = report;
  const sections: readonly (readonly [string, string])[] = [
    ['Tickets', totals(report)],
    [
      'By ISO week',
      table(
        ['week', 'opened', 'closed for good', 'open at its end'],
        weekly.map(({ week, opened, finallyClosed, openAtEnd }) => [week, opened, finallyClosed, openAtEnd]),
      ),
    ],
    [
      'Hours from opening',
      table(
        ['to', 'tickets', 'mean', 'median', '90 %', 'longest'],
        [
          spread('first solved', hours.toFirstSolved),
          spread('last solved', hours.toLastSolved),
          spread('last closed', hours.toLastClosed),
        ],
      ),
    ],
    ...Object.entries(top).map(
      ([what, ranked]) => [`Most frequent ${what}`, pairs(ranked.map(({ name, count }) => [name, count]))] as const,
    ),
  ];
  return sections.map(([title, text]) => `${title}\n${text}`).join('\n\n');
}

function spread(to: string, { n, mean, median, p90, max }: VolumeReport['hours']['toLastClosed']): readonly Cell[] {
  return [to, n, mean, median, p90, max];
}

function totals({ tickets, status, reopens, teamMoves, priorities }: VolumeReport): string {
  return pairs([
    ['opened', tickets],
    ['open now', status.open],
    ['closed', status.closed],
    ['reopened', reopens.total],
    ['moves between teams', teamMoves.total],
    ['changes of priority', priorities.changesTotal],
  ]);
}
