import type { Actor } from '../../../domain/people/actor';
import type { Permission } from '../../../domain/people/permission';
import type { Translate } from '../rendering/words';
import { mayOpen, menuOf } from './shell';

/** Keys, their action, and the permissions of which any is enough. Without permissions, for everybody. */
type Line = readonly [keys: string, does: string, may?: readonly Permission[]];

/** Shortcuts other than the menu's. */
const sheet: Readonly<Record<string, readonly Line[]>> = {
  everywhere: [
    ['/', 'search'],
    ['Ctrl K', 'search'],
    ['c', 'newTicket', mayOpen],
    ['?', 'sheet'],
    ['Esc', 'close'],
    ['Ctrl Enter', 'send'],
  ],
  ticket: [
    ['r', 'reply', ['ticket.reply', 'ticket.reply-staff']],
    ['s', 'next'],
    ['a', 'assign', ['ticket.assign']],
    ['p', 'priority', ['ticket.prioritise']],
    ['f', 'forward', ['ticket.forward']],
  ],
};

/** All shortcuts of a reader, for the shortcut list and the help page. */
export function shortcutsOf(actor: Actor, t: Translate) {
  const ways = menuOf(actor).flatMap(({ key, keys }) =>
    keys === undefined ? [] : [{ keys: keys.split(' '), does: t(`layout.menu.${key}`) }],
  );
  const groups = Object.entries(sheet).map(([key, lines]) => ({
    title: t(`layout.keysOf.${key}`),
    lines: lines
      .filter(([, , may]) => mayAny(actor, may))
      .map(([keys, does]) => ({ keys: keys.split(' '), does: t(`layout.key.${does}`) })),
  }));
  return [...groups, { title: t('layout.keysOf.menu'), lines: ways }];
}

const mayAny = ({ permissions }: Pick<Actor, 'permissions'>, wanted: readonly Permission[] = []): boolean =>
  wanted.length === 0 || wanted.some((one) => permissions.has(one));
