import type { ShownAccess } from '../../desk/access-log/access-reader';
import type { Names } from '../../../projections/people/names';
import type { Translate } from '../rendering/words';

export interface DetailWords {
  readonly names: Names;
  readonly t: Translate;
}

/** Pages that entries name by their routes, in words. */
const places: Readonly<Record<string, string>> = {
  '/audit': 'access-log.place.audit',
  '/access-log': 'access-log.place.accessLog',
};

type Reader = (detail: string, t: Translate) => string;

const place: Reader = (detail, t) => t(places[detail] ?? 'access-log.place.other');
const howMany: Reader = (detail, t) => t('access-log.howMany', { count: Number(detail) });

const readers: { readonly [kind in ShownAccess['kind']]?: Reader } = {
  'audit-viewed': place,
  exported: place,
  'entries-missed': howMany,
  'entries-removed': howMany,
};

/** What an entry is about beside its ticket, in the reader's words; null: nothing, or what only the machine knows. */
export function detailIn({ kind, detail, endedBy }: ShownAccess, { names, t }: DetailWords): string | null {
  if (endedBy !== null) return t('access-log.endedBy', { name: names[endedBy] ?? '–' });
  return detail === null ? null : (readers[kind]?.(detail, t) ?? null);
}
