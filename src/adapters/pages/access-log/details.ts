import type { ShownAccess } from '../../desk/access-log/access-reader';
import type { Names } from '../../../projections/people/names';
import type { Translate } from '../rendering/words';

export interface DetailWords {
  readonly names: Names;
  readonly t: Translate;
}

/** Names of the pages whose routes are in entries. */
const places: Readonly<Record<string, string>> = {
  '/audit': 'access-log.place.audit',
  '/access-log': 'access-log.place.accessLog',
  '/tickets/export': 'access-log.place.tickets',
  '/access-log/verify': 'access-log.place.accessLog',
  '/audit/export': 'access-log.place.audit',
  '/access-log/export': 'access-log.place.accessLog',
  '/reports/export': 'access-log.place.reports',
  '/reports/tickets/export': 'access-log.place.reports',
  '/organisations/export': 'people.title.organisation',
  '/users/export': 'people.title.user',
  '/contacts/export': 'people.title.contact',
  '/roles/export': 'people.title.role',
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

/** Details of an entry besides its ticket, in the reader's language. Null if there are none for people. */
export function detailIn({ kind, detail, endedBy }: ShownAccess, { names, t }: DetailWords): string | null {
  if (endedBy !== null) return t('access-log.endedBy', { name: names[endedBy] ?? '–' });
  return detail === null ? null : (readers[kind]?.(detail, t) ?? null);
}
