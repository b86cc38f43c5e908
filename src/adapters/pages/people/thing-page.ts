import type { Actor } from '../../../domain/people/actor';
import type { Permission } from '../../../domain/people/permission';
import type { TicketListPage } from '../../../projections/tickets/list-tickets';
import { ERASED } from '../../../domain/kernel/event';
import type { Translate } from '../rendering/words';
import { statusKey } from '../tickets/status-key';
import type { State } from './user-state';
import { permissionOf, things, type Noun } from './things';

/** An action of a page. */
export interface Act {
  readonly href: string;
  readonly label: string;
  readonly icon: string | null;
  readonly isDialog: boolean;
}

export interface Fact {
  readonly label: string;
  /** One line each. */
  readonly values: readonly { readonly text: string; readonly href: string | null }[];
  readonly act: Act | null;
}

export interface CardRow {
  readonly title: string;
  readonly href: string | null;
  readonly note: string | null;
  readonly status: string | null;
  /** Drawn with the initials of the title. */
  readonly isPerson: boolean;
  readonly acts: readonly Act[];
}

export interface Card {
  readonly key: string;
  readonly title: string;
  readonly facts: readonly Fact[];
  readonly rows: readonly CardRow[];
  /** Text for an empty card. Null if the facts are enough. */
  readonly empty: string | null;
  /** One line per row. */
  readonly isDense: boolean;
  readonly act: Act | null;
  /** Link to the full list. */
  readonly more: Act | null;
}

/** A form instead of a link, because its response is shown only once. */
export interface Post {
  readonly action: string;
  readonly label: string;
}

/** A step that somebody must still take. */
export interface Step {
  readonly text: string;
  readonly act: Act | null;
  readonly posts: Post | null;
  /** Another way to take it. */
  readonly other?: Act;
}

export interface ThingView {
  readonly noun: Noun;
  readonly title: string;
  readonly meta: readonly { readonly text: string; readonly href: string | null }[];
  readonly state: { readonly key: State; readonly text: string } | null;
  readonly acts: readonly Act[];
  readonly more: readonly Act[];
  /** Shown among the actions. */
  readonly post: Post | null;
  readonly steps: readonly Step[];
  readonly main: readonly Card[];
  readonly side: readonly Card[];
}

/** Context for drawing a page. */
export interface Drawn {
  readonly actor: Actor;
  readonly t: Translate;
}

export const card = (key: string, title: string, parts: Partial<Card>): Card => {
  return { ...{ key, title, facts: [], rows: [], empty: null, isDense: false, act: null, more: null }, ...parts };
};

export const row = (title: string, parts: Partial<CardRow> = {}): CardRow => {
  return { ...{ title, href: null, note: null, status: null, isPerson: false, acts: [] }, ...parts };
};

export const fact = (
  label: string,
  text: string,
  more: { readonly href?: string | null; readonly act?: Act | null } = {},
): Fact => {
  return { label, values: [{ text, href: more.href ?? null }], act: more.act ?? null };
};

interface Command {
  readonly noun: Noun;
  readonly id: string;
  readonly verb: string;
  /** Initial values of the form. */
  readonly values?: Readonly<Record<string, string>>;
  readonly icon?: string;
  /** Default: the name of the command. */
  readonly label?: string;
}

/** The dialog of a command. Null for readers who may not send it. */
export function commandAct({ actor, t }: Drawn, { noun, id, verb, values = {}, icon = 'pencil', label }: Command): Act | null {
  const needed = permissionOf(things[noun], verb);
  if (needed === null || !actor.permissions.has(needed)) return null;
  const query = new URLSearchParams(values).toString();
  const href = `/${things[noun].plural}/${id}/do/${verb}${query === '' ? '' : `?${query}`}`;
  return { href, label: label ?? t(`people.do.${noun}.${verb}.title`), icon, isDialog: true };
}

/** Link to the page of a new record, with initial values. */
export function newAct({ actor, t }: Drawn, noun: Noun, values: Readonly<Record<string, string>> = {}): Act | null {
  const { plural, mayCreate } = things[noun];
  if (!actor.permissions.has(mayCreate)) return null;
  const query = new URLSearchParams(values).toString();
  const href = `/${plural}/new${query === '' ? '' : `?${query}`}`;
  return { href, label: t(`people.new.${noun}`), icon: 'plus', isDialog: false };
}

export const only = (acts: readonly (Act | null)[]): readonly Act[] => acts.filter((act) => act !== null);

export const mayAny = ({ permissions }: Actor, wanted: readonly Permission[]): boolean =>
  wanted.some((permission) => permissions.has(permission));

/** Tickets as card rows, newest first. */
export function ticketRows({ items }: Pick<TicketListPage, 'items'>, t: Translate): readonly CardRow[] {
  return items.map((item) => {
    const { number, title } = item;
    const shown = title === null || title === ERASED ? t('tickets.erased') : title;
    return row(shown, { href: `/tickets/${number}`, note: number, status: statusKey(item) });
  });
}
