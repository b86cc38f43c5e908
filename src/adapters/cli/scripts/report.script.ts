import type { VolumeReport, VolumeWeek } from '../../../projections/reports/volume.document';
import { pairs, table, type Cell } from '../layout';
import { UsageError, type Script } from '../script';

export const reportScript: Script = {
  name: 'report',
  about: 'Prints a report, like the API.',
  usage: ['report -- volume'],
  options: {},
  plan: ({ positionals }) => {
    if (positionals.length !== 1 || positionals[0] !== 'volume') throw new UsageError('The only report is volume.');
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
    ['By ISO week', table(['week', 'opened', 'closed for good', 'open at the end'], mergeQuietWeeks(weekly))],
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
      ([what, ranked]) =>
        [`Most frequent ${what}`, ranked.length === 0 ? 'none' : pairs(ranked.map(({ name, count }) => [name, count]))] as const,
    ),
  ];
  return sections.map(([title, text]) => `${title}\n${text}`).join('\n\n');
}

/** Three or more weeks without changes become one line, so that a report over years fits on a page. */
function mergeQuietWeeks(weekly: readonly VolumeWeek[]): readonly (readonly Cell[])[] {
  const runs: VolumeWeek[][] = [];
  for (const week of weekly) {
    const run = runs.at(-1);
    if (run?.every(isQuiet) === true && isQuiet(week)) run.push(week);
    else runs.push([week]);
  }
  return runs.flatMap((run) => (run.length < 3 ? run.map(line) : [mergedLine(run)]));
}

const isQuiet = ({ opened, finallyClosed }: VolumeWeek): boolean => opened === 0 && finallyClosed === 0;

function line({ week, opened, finallyClosed, openAtEnd }: VolumeWeek): readonly Cell[] {
  return [week, opened, finallyClosed, openAtEnd];
}

function mergedLine(run: readonly VolumeWeek[]): readonly Cell[] {
  return [`${run[0]?.week ?? ''} to ${run.at(-1)?.week ?? ''}`, 0, 0, run[0]?.openAtEnd ?? 0];
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
