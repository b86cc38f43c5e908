import type { Actor } from '../../../domain/people/actor';
import type { Translate } from '../rendering/words';
import { menuOf } from './shell';

/** What single keys do, beside those that lead to an entry of the menu. */
const sheet = {
  everywhere: [
    ['/', 'search'],
    ['Ctrl K', 'search'],
    ['c', 'newTicket'],
    ['?', 'sheet'],
    ['Esc', 'close'],
    ['Ctrl Enter', 'send'],
  ],
  ticket: [
    ['r', 'reply'],
    ['s', 'next'],
    ['a', 'assign'],
    ['p', 'priority'],
    ['f', 'forward'],
  ],
} as const;

/** All of them for one reader, for the sheet of shortcuts and for the page of help. */
export function shortcutsOf(actor: Actor, t: Translate) {
  const ways = menuOf(actor).flatMap(({ key, keys }) =>
    keys === undefined ? [] : [{ keys: keys.split(' '), does: t(`layout.menu.${key}`) }],
  );
  const groups = Object.entries(sheet).map(([key, lines]) => ({
    title: t(`layout.keysOf.${key}`),
    lines: lines.map(([keys, does]) => ({ keys: keys.split(' '), does: t(`layout.key.${does}`) })),
  }));
  return [...groups, { title: t('layout.keysOf.menu'), lines: ways }];
}
