import { reject } from '../../domain/kernel/errors';
import { isStaff, type Actor } from '../../domain/people/actor';
import { builtInRoles, type BuiltInRole } from '../../domain/people/built-in-roles';
import type { Condition, Document, Query } from '../kernel/documents.port';
import type { ReadModels } from '../kernel/read-models';
import type { ContactItem } from './contacts';
import type { OrganisationItem } from './organisations';
import { definedRole, type DefinedRole, type RoleItem } from './roles';
import type { UserItem } from './users';
import { pageOf, requirePermission, type Paging } from '../kernel/asking';
import { namesOf, type Names } from './names';
import { shown, type Shown } from '../kernel/shown';
import { askedWords, type AskedWord } from '../kernel/words';
import { phoneWishes } from './phones';
import { withAllBelow } from './organisation-children';

/** The organisation and its descendants. Default: one's own, or all for the root organisation. */
export interface PeopleParams extends Paging {
  readonly organisation?: string | undefined;
  /** False excludes the descendants. */
  readonly below?: boolean | undefined;
  /** Words of names, or beginnings of words. For contacts also a telephone number in any form. */
  readonly q?: string | undefined;
}
export interface PeoplePage<Item> {
  readonly items: readonly Item[];
  readonly next: string | null;
  readonly names: Names;
}

/** A document that belongs to an organisation. */
export interface Belonging extends Document {
  readonly organisation: string;
}

const byName = [{ field: 'nameSort' }];

/** @throws {DomainError} not-permitted, invalid */
export async function listOrganisations(
  models: ReadModels,
  actor: Actor,
  params: PeopleParams,
): Promise<PeoplePage<Shown<OrganisationItem>>> {
  requirePermission(actor, 'organisation.read');
  const where = await whereWithin(models, actor, { ...params, field: '_id' });
  const page = await models.find<OrganisationItem>('organisations', { where, ...namedQuery(params) });
  const names = await namesOf(models, {
    organisations: page.items.flatMap(({ parent, serviceProviders }) => [parent, ...serviceProviders]),
  });
  return { items: page.items.map((item) => shown(item)), next: page.next, names };
}

/** @throws {DomainError} not-permitted, invalid */
export function listUsers(models: ReadModels, actor: Actor, params: PeopleParams): Promise<PeoplePage<Shown<UserItem>>> {
  return listWithin<UserItem>(models, actor, { ...params, collection: 'users' });
}

/** @throws {DomainError} not-permitted, invalid */
export function listContacts(models: ReadModels, actor: Actor, params: PeopleParams): Promise<PeoplePage<Shown<ContactItem>>> {
  return listWithin<ContactItem>(models, actor, { ...params, collection: 'contacts' });
}

/**
 * The roles of the organisation, of those below it and those for everybody, and the built-in ones.
 * @throws {DomainError} not-permitted, invalid
 */
export async function listRoles(
  models: ReadModels,
  actor: Actor,
  params: PeopleParams,
): Promise<PeoplePage<DefinedRole> & { readonly builtIn: readonly BuiltInRole[] }> {
  requirePermission(actor, 'user.read');
  const within = await whereWithin(models, actor, { ...params, field: 'organisation' });
  const where = within.map(({ field, in: organisations = [] }) => ({ field, in: [null, ...organisations] }));
  const page = await models.find<RoleItem>('roles', { where, ...namedQuery(params) });
  const names = await namesOf(models, { organisations: page.items.map(({ organisation }) => organisation) });
  return { builtIn: builtInRoles, items: page.items.map(definedRole), next: page.next, names };
}

/**
 * The documents of one read model that belong to the organisation or to one below it, by name.
 * @throws {DomainError} not-permitted, invalid
 */
export async function listWithin<Item extends Belonging>(
  models: ReadModels,
  actor: Actor,
  params: PeopleParams & { readonly collection: string },
): Promise<PeoplePage<Shown<Item>>> {
  requirePermission(actor, 'user.read');
  const where = await whereWithin(models, actor, { ...params, field: 'organisation' });
  const page = await models.find<Item>(params.collection, { where, ...namedQuery(params) });
  const names = await namesOf(models, { organisations: page.items.map(({ organisation }) => organisation) });
  return { items: page.items.map((item) => shown(item)), next: page.next, names };
}

/**
 * No condition when the asker sees everything.
 * @throws {DomainError} not-permitted
 */
async function whereWithin(
  models: ReadModels,
  actor: Actor,
  { field, below = true, ...params }: PeopleParams & { readonly field: string },
): Promise<readonly Condition[]> {
  const top = await reach(models, actor, params);
  if (top === null) return [];
  return [{ field, in: below ? await withAllBelow(models, top) : [top] }];
}

function namedQuery(params: PeopleParams): Omit<Query, 'where'> {
  const page = { sort: byName, ...pageOf(params) };
  const { q = '' } = params;
  return q.trim() === '' ? page : { ...page, wishes: wishesFor(q) };
}

function wishesFor(text: string): NonNullable<Query['wishes']> {
  const phone = phoneWishes(text);
  if (phone.length > 0) return [[...phone.map((word) => ({ word })), ...wholeText(text)]];
  const wishes = askedWords(text).map((word) => [{ word }]);
  return wishes.length === 0 ? [[]] : wishes;
}

/** The whole text as one word, because a name may be a number. */
function wholeText(text: string): readonly { readonly word: AskedWord }[] {
  const words = askedWords(text);
  return words.length === 1 ? words.map((word) => ({ word })) : [];
}

/** The organisation to list: one's own or, for staff, any below it. Null means all, which only the root may list. */
export async function reach(models: ReadModels, actor: Actor, { organisation }: PeopleParams): Promise<string | null> {
  if (actor.organisationKind === 'admin') return organisation ?? null;
  const asked = organisation ?? actor.organisation;
  if (await isWithinReach(models, actor, asked)) return asked;
  reject('not-permitted', 'You may list only your own organisation and, as staff, those below it. Choose one of these.', {
    organisation: asked,
  });
}

/** Whether the actor may look into this organisation. */
export async function isWithinReach(models: ReadModels, actor: Actor, organisation: string): Promise<boolean> {
  if (actor.organisationKind === 'admin' || organisation === actor.organisation) return true;
  return isStaff(actor) && isBelow(models, organisation, actor.organisation);
}

async function isBelow(models: ReadModels, id: string, above: string): Promise<boolean> {
  const organisation = await models.get<OrganisationItem>('organisations', id);
  if (organisation === null || organisation.parent === null) return false;
  return organisation.parent === above || isBelow(models, organisation.parent, above);
}
