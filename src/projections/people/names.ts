import type { FactActor } from '../../domain/kernel/event';
import type { Plain } from '../kernel/plain';
import type { ReadModels } from '../kernel/read-models';
import type { ContactItem } from './contacts';
import type { OrganisationItem } from './organisations';
import type { UserItem } from './users';

/** Id → name. Ids without a name are missing; erased people read as ERASED. */
export type Names = { readonly [id: string]: string };

/** Ids that a page mentions. Null and undefined are ignored. */
export interface Mentions {
  readonly users?: readonly Mention[];
  readonly contacts?: readonly Mention[];
  readonly organisations?: readonly Mention[];
  /** Mention their organisations, too, because these hold the teams. */
  readonly teams?: readonly Mention[];
}
export type Mention = string | null | undefined;

/** Joined when read, so that a renaming shows everywhere at once. Takes one look-up per kind. */
export async function namesOf(models: Pick<ReadModels, 'getMany'>, mentions: Mentions): Promise<Names> {
  const [users, contacts, organisations] = await Promise.all([
    models.getMany<UserItem>('users', ids(mentions.users)),
    models.getMany<ContactItem>('contacts', ids(mentions.contacts)),
    models.getMany<OrganisationItem>('organisations', ids(mentions.organisations)),
  ]);
  const teams = new Set(ids(mentions.teams));
  const named = [...organisations.values()].flatMap((one) => one.teams.filter(({ id }) => teams.has(id)));
  return Object.fromEntries(
    [
      ...[...users, ...contacts, ...organisations].map(([id, { name }]) => [id, name] as const),
      ...named.map(({ id, name }) => [id, name] as const),
    ].filter((entry): entry is readonly [string, string] => entry[1] !== null),
  );
}

/** The users and organisations of those who acted. The system has neither. */
export function actorsIn(actors: readonly (Plain<FactActor> | null)[]): Required<Pick<Mentions, 'users' | 'organisations'>> {
  const people = actors.flatMap((actor) => (actor !== null && 'user' in actor ? [actor] : []));
  return { users: people.map(({ user }) => user), organisations: people.map(({ organisation }) => organisation) };
}

function ids(mentioned: readonly Mention[] = []): readonly string[] {
  return [...new Set(mentioned.filter((id) => id !== null && id !== undefined))];
}
