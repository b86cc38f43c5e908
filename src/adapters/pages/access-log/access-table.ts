import { column, type Column, type Row } from '../exports/table';
import type { Translate } from '../rendering/words';

interface AccessRow {
  readonly at: string;
  readonly who: string | null;
  readonly organisation: string | null;
  readonly word: string;
  readonly ticket: string | null;
  readonly isHidden: boolean;
  readonly detail: string | null;
  readonly device: string | null;
  readonly address: string | null;
  readonly hash: string;
}

/** The access log as a file: what its page shows, with the organisation, the address and the whole hash in columns of their own. */
export const accessTable = {
  columns: (t: Translate): readonly Column[] => [
    column(t('access-log.when'), 'moment'),
    column(t('audit-trail.column.who')),
    column(t('people.column.organisation')),
    column(t('access-log.what')),
    column(t('audit-trail.column.about')),
    column(t('exports.device')),
    column(t('exports.address')),
    column(t('audit-trail.column.hash'), 'text', 66),
  ],
  rows: (rows: readonly AccessRow[], t: Translate): readonly Row[] =>
    rows.map(({ at, who, organisation, word, device, address, hash, ...about }) => [
      ...[at, who, organisation, word, aboutOf(about, t)],
      ...[device, address, hash],
    ]),
};

function aboutOf({ ticket, isHidden, detail }: Pick<AccessRow, 'ticket' | 'isHidden' | 'detail'>, t: Translate): string | null {
  return isHidden ? t('access-log.hiddenTicket') : (ticket ?? detail);
}
