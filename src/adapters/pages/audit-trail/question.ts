import { aggregates } from '../../../domain/aggregates';
import { ERASED } from '../../../domain/kernel/event';
import { isUuid } from '../../../domain/kernel/ids';
import { isDateOrInstant } from '../../../projections/kernel/dates';
import type { Names } from '../../../projections/people/names';
import type { Translate } from '../rendering/words';

export type Query = Readonly<Record<string, unknown>>;

/** Invalid values are ignored, so old bookmarks still work. */
export const textIn = (query: Query, name: string): string | null => {
  const value = query[name];
  return typeof value === 'string' && value !== '' ? value : null;
};

export const idIn = (query: Query, name: string): string | null => {
  const value = textIn(query, name);
  return value !== null && isUuid(value) ? value : null;
};

export const dateIn = (query: Query, name: string): string | null => {
  const value = textIn(query, name);
  return value !== null && isDateOrInstant(value) ? value : null;
};

/** A revision: a whole number from 0. */
export const revisionIn = (query: Query, name: string): number | null => {
  const value = textIn(query, name);
  return value !== null && /^\d{1,7}$/.test(value) ? Number(value) : null;
};

export const ticketFacts = aggregates.ticket.eventTypes as readonly string[];
export const allFacts: readonly string[] = [
  ...new Set(Object.values(aggregates).flatMap(({ eventTypes }) => eventTypes as readonly string[])),
];

const known: ReadonlySet<string> = new Set(allFacts);

/** Translated name of a fact type. A type of a later version keeps its technical name. */
export const factWord = (type: string, t: Translate): string => (known.has(type) ? t(`audit-trail.fact.${type}`) : type);

/** What a stream is about; its category for one that only a later version knows. */
export const categoryWord = (category: string, t: Translate): string =>
  category in aggregates ? t(`audit-trail.about.${category}`) : category;

export const typeIn = (query: Query, known: readonly string[]): string | null =>
  known.find((type) => type === query['type']) ?? null;

export interface Option {
  readonly value: string;
  readonly label: string;
  readonly isChosen: boolean;
}

/** Fact types in the reader's language, sorted. */
export function typeOptions(types: readonly string[], chosen: string | null, t: Translate): readonly Option[] {
  return types
    .map((value) => ({ value, label: t(`audit-trail.fact.${value}`), isChosen: value === chosen }))
    .sort((a, b) => a.label.localeCompare(b.label));
}

/** People as filter options. People without a name, or with an erased one, stay selectable by their activity. */
export function personOptions(
  people: readonly { readonly id: string; readonly name: string | null }[],
  chosen: string | null,
): readonly Option[] {
  return people
    .filter(({ name }) => name !== null && name !== ERASED)
    .map(({ id, name }) => ({ value: id, label: name ?? '', isChosen: id === chosen }));
}

/** Names for display. Erased people have none. */
export function shownNames(names: Names, t: Translate): Names {
  return Object.fromEntries(
    Object.entries(names).map(([id, name]) => [id, name === ERASED ? t('audit-trail.erasedPerson') : name]),
  );
}

/** URL with these parameters. Null ones are left out. */
export function addressWith(path: string, values: Readonly<Record<string, string | number | null>>): string {
  const kept = Object.entries(values).flatMap(([name, value]) =>
    value === null ? [] : [[name, String(value)] as [string, string]],
  );
  return kept.length === 0 ? path : `${path}?${new URLSearchParams(kept).toString()}`;
}
