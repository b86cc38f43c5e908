import { ERASED } from '../../../domain/kernel/event';
import { isUuid } from '../../../domain/kernel/ids';
import type { Names } from '../../../projections/people/names';
import type { Translate } from '../rendering/words';
import type { Contact, Organisation, Role, User } from './people-records';
import { roleName, roleText } from './role-words';
import type { Noun } from './things';
import { stateOf, type State } from './user-state';

/** The parameters of a list's URL. Invalid ones are ignored. */
export interface PeopleQuestion {
  readonly q: string;
  readonly organisation: string | null;
  readonly after: string | null;
}

const longestSearch = 200;
const textOf = (value: unknown): string => (typeof value === 'string' ? value : '');

export function questionIn({ q, organisation, after }: Readonly<Record<string, unknown>>): PeopleQuestion {
  const asked = textOf(organisation);
  return {
    q: textOf(q).trim().slice(0, longestSearch),
    organisation: isUuid(asked) ? asked : null,
    after: textOf(after) || null,
  };
}

/** URL of the same list with some parameters changed, from the first page. */
export function addressOf(plural: string, question: PeopleQuestion, change: Partial<PeopleQuestion> = {}): string {
  const { q, organisation, after } = { ...question, after: null, ...change };
  const entries = Object.entries({ q, organisation, after }).flatMap(([name, value]) =>
    value === null || value === '' ? [] : [[name, value] as [string, string]],
  );
  const query = new URLSearchParams(entries).toString();
  return query === '' ? `/${plural}` : `/${plural}?${query}`;
}

export interface Cell {
  readonly text: string;
  readonly href: string | null;
  /** State of a user's account. */
  readonly state: State | null;
  /** Hidden on phones. */
  readonly isExtra: boolean;
}

export interface Row {
  readonly href: string;
  /** Null if erased. */
  readonly title: string | null;
  readonly note: string | null;
  /** A second line below the title. */
  readonly below?: string | null;
  /** Drawn with initials. */
  readonly isPerson: boolean;
  readonly cells: readonly Cell[];
}

export const columns: { readonly [noun in Noun]: readonly string[] } = {
  organisation: ['kind', 'above'],
  user: ['organisation', 'email', 'roles', 'state'],
  contact: ['organisation', 'phones', 'emails'],
  role: ['organisation', 'permissions'],
};

const cell = (text: string, more: Partial<Cell> = {}): Cell => ({ text, href: null, state: null, isExtra: false, ...more });
const extra = { isExtra: true };
export const readable = (name: string | null | undefined): string | null => (name === ERASED ? null : (name ?? null));
const at = (id: string, names: Names): Cell => cell(readable(names[id]) ?? '–', { href: `/organisations/${id}` });

export function organisationRow({ id, name, kind, parent }: Organisation, names: Names, t: Translate): Row {
  const above = parent === null ? cell('–', extra) : { ...at(parent, names), ...extra, href: null };
  return {
    href: `/organisations/${id}`,
    title: name,
    note: null,
    isPerson: false,
    cells: [cell(t(`people.kind.${kind}`)), above],
  };
}

export function userRow(
  user: User,
  names: Names,
  t: Translate,
  more: { readonly roles: string; readonly note: string | null },
): Row {
  const { id, name, email, organisation } = user;
  const state = stateOf(user);
  return {
    ...{ href: `/users/${id}`, title: readable(name), note: more.note, isPerson: true },
    cells: [
      at(organisation, names),
      cell(readable(email) ?? '–', extra),
      cell(more.roles === '' ? '–' : more.roles, extra),
      cell(t(`people.state.${state}`), { state }),
    ],
  };
}

export function contactRow({ id, name, organisation, phones, emails }: Contact, names: Names): Row {
  const joined = (list: readonly string[]): string => (list.length === 0 ? '–' : list.join(', '));
  return {
    ...{ href: `/contacts/${id}`, title: readable(name), note: null, isPerson: true },
    cells: [at(organisation, names), cell(joined(phones)), cell(joined(emails), extra)],
  };
}

export function roleRow(role: Role, names: Names, t: Translate): Row {
  const { id, organisation, permissions, key } = role;
  const owner =
    organisation === null ? t(key === null ? 'people.forEverybody' : 'people.builtIn') : readable(names[organisation]);
  return {
    ...{ href: `/roles/${id}`, title: roleName(role, t), note: null, below: roleText(role, t), isPerson: false },
    cells: [cell(owner ?? '–'), cell(t('people.permissions', { count: permissions.length }))],
  };
}

/** Cells of a row in a file, where nothing stands for nothing. */
export function textsOf({ title, cells }: Row, t: Translate): readonly (string | null)[] {
  return [title ?? t('people.erased'), ...cells.map(({ text }) => (text === '–' ? null : text))];
}
