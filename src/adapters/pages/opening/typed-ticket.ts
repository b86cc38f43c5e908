import type { Actor } from '../../../domain/people/actor';
import { mailKinds } from '../../../domain/ticket/ticket.events';
import { lastOf, type Typed } from '../forms/sent-values';

/** What a ticket's watchers hear of, unless somebody chooses otherwise later. */
const usualMails = ['created', 'reply', 'close'] as const satisfies readonly (typeof mailKinds)[number][];

export interface OpeningKept {
  readonly id: string;
}

/** What was typed into the form, under the names that the command gives its fields. */
export function typedAsCommand(typed: Typed, kept: readonly OpeningKept[]): Typed {
  const command = new Map(typed);
  for (const name of ['customer', 'watchers', 'waiver', 'solved', 'solution']) command.delete(name);
  addressesIn(typed).forEach((email, row) => {
    command.set(`watchers.${row}.email`, [email]);
    command.set(`watchers.${row}.kinds`, usualMails);
  });
  if (lastOf(typed, 'engagement') === 'visit' && lastOf(typed, 'waiver').trim() !== '') {
    command.set('waivers.0.gate', ['visitContract']);
    command.set('waivers.0.reason', [lastOf(typed, 'waiver')]);
  }
  if (kept.length > 0)
    command.set(
      'files',
      kept.map(({ id }) => id),
    );
  return command;
}

/** Of the line that holds them all. */
export function addressesIn(typed: Typed): readonly string[] {
  const addresses = lastOf(typed, 'watchers').split(/[\s,;]+/);
  return [...new Set(addresses.filter((address) => address !== ''))];
}

export interface Solving {
  readonly isSolved: boolean;
  readonly solution: string;
}

export const solvingIn = (typed: Typed): Solving => {
  return { isSolved: lastOf(typed, 'solved') === 'on', solution: lastOf(typed, 'solution') };
};

/** What the form holds when it is opened: what is usual, and what the address says. */
export function firstValues(query: Readonly<Record<string, unknown>>, actor: Actor): Typed {
  const given = Object.entries(query).flatMap(([name, value]) => (typeof value === 'string' ? [[name, [value]] as const] : []));
  return new Map<string, readonly string[]>([
    ['kind', [actor.organisationKind === 'customer' ? 'issue' : 'service']],
    ['engagement', ['own']],
    ['priority', ['moderate']],
    ...given,
  ]);
}

/** Errors are worded by the command's names; the form shows them at its own. */
export function asFormErrors(errors: ReadonlyMap<string, string>): ReadonlyMap<string, string> {
  return new Map([...errors].map(([path, words]) => [formName(path), words]));
}

function formName(path: string): string {
  if (path.startsWith('watchers')) return 'watchers';
  return path.startsWith('waivers') ? 'waiver' : path;
}
