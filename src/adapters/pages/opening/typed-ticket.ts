import type { Actor } from '../../../domain/people/actor';
import { mailKinds } from '../../../domain/ticket/ticket.events';
import { maxWatchers } from '../../../domain/ticket/ticket.limits';
import { lastOf, type Typed } from '../forms/sent-values';
import type { Translate } from '../rendering/words';

/** Default notifications of a ticket's watchers. */
const usualMails = ['created', 'reply', 'close'] as const satisfies readonly (typeof mailKinds)[number][];

const channelField = 'details.channel';

export interface OpeningKept {
  readonly id: string;
}

/** Maps the form's input to the field names of the command. */
export function typedAsCommand(typed: Typed, kept: readonly OpeningKept[]): Typed {
  const command = new Map(typed);
  if (lastOf(typed, channelField) === '') command.set(channelField, ['web']);
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

/** The addresses on the watchers line. */
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

/** Initial values of the form: defaults, overridden by the URL. */
export function firstValues(query: Readonly<Record<string, unknown>>, actor: Actor): Typed {
  const given = Object.entries(query).flatMap(([name, value]) => (typeof value === 'string' ? [[name, [value]] as const] : []));
  return new Map<string, readonly string[]>([
    ['kind', [actor.organisationKind === 'customer' ? 'issue' : 'service']],
    ['engagement', ['own']],
    ['priority', ['moderate']],
    [channelField, ['web']],
    ...given,
  ]);
}

const addressAt = /^watchers\.(\d+)(\.|$)/;

/** Message about invalid addresses. Null if the line is valid. */
export function watcherTrouble(refused: readonly string[], typed: Typed, t: Translate): string | null {
  const addresses = addressesIn(typed);
  const wrong = refused.flatMap((path) => addresses[Number(addressAt.exec(path)?.[1])] ?? []);
  if (wrong.length > 0) return t('opening.watchersWrong', { addresses: [...new Set(wrong)].join(', ') });
  return refused.includes('watchers') ? t('opening.watchersMany', { max: maxWatchers }) : null;
}

/** Maps errors from the command's field names to the form's. */
export function asFormErrors(errors: ReadonlyMap<string, string>): ReadonlyMap<string, string> {
  const own = [...errors].filter(([path]) => !path.startsWith('watchers'));
  return new Map(own.map(([path, words]) => [formName(path), words]));
}

function formName(path: string): string {
  return path.startsWith('waivers') ? 'waiver' : path;
}
