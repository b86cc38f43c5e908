import { column, type Column, type Row } from '../exports/table';
import type { Translate } from '../rendering/words';
import type { reportView } from './report-view';
import type { VolumeReport } from '../../../projections/reports/volume.document';

type View = ReturnType<typeof reportView>;

/** All tables of the report in one, a number a row, so that a pivot table can take it. Durations are in hours. */
export const reportTable = {
  columns: (t: Translate): readonly Column[] => [
    column(t('exports.table'), 'text', 32),
    column(t('reports.column.what'), 'text', 32),
    column(t('exports.measure')),
    column(t('exports.value'), 'number'),
  ],
  rows: ({ flow, weekdays, hours, bars }: View, { hours: spans }: VolumeReport, t: Translate): readonly Row[] => {
    const tickets = t('reports.column.tickets');
    const series = (['opened', 'closed', 'openAtEnd'] as const).map((key) => [key, seriesWord(key, t)] as const);
    const times = { firstSolved: spans.toFirstSolved, lastSolved: spans.toLastSolved, lastClosed: spans.toLastClosed };
    const measures = ['median', 'mean', 'p90', 'max'] as const;
    return [
      ...flow.rows.flatMap((row) => series.map(([key, word]): Row => [t('reports.flow'), row.label, word, row[key]])),
      ...Object.entries(times).flatMap(([key, span]): readonly Row[] => {
        const start = [t('reports.times'), t(`reports.time.${key}`)];
        return [[...start, tickets, span.n], ...measures.map((one): Row => [...start, t(`reports.column.${one}`), span[one]])];
      }),
      ...[...bars, weekdays, hours].flatMap(({ figure, rows }) =>
        rows.map(({ label, count }): Row => [t(`reports.figure.${figure}`), label, tickets, count]),
      ),
    ];
  },
};

const seriesWord = (key: 'opened' | 'closed' | 'openAtEnd', t: Translate): string =>
  t(`reports.series.${key === 'openAtEnd' ? 'open' : key}`);
