import type { Actor } from '../../domain/people/actor';
import { builtInRoles } from '../../domain/people/built-in-roles';
import type { Permission } from '../../domain/people/permission';
import { mostPerPage, pageOf, requirePermission, type Paging } from '../kernel/asking';
import { cutPage } from '../kernel/cursor';
import type { Condition, Page } from '../kernel/documents.port';
import type { ReadModels } from '../kernel/read-models';
import { compareBy } from '../kernel/scalars';
import { fullSort } from '../kernel/served-by';
import { shown, type Shown } from '../kernel/shown';
import { aboveOrganisation } from './custody-chain';
import { reach } from './list-people';
import type { RoleItem } from './roles';
import type { UserItem } from './users';

export interface HoldersParams extends Paging {
  readonly organisation: string;
  readonly permission: Permission;
}

const sort = [{ field: 'nameSort' }];

/**
 * Active people of one organisation with a permission, by name. Reads one index range per role, whatever the number of people. People whose
 * permission was withdrawn are dropped afterwards, so a page may be short.
 */
export async function holdersOf(
  models: Pick<ReadModels, 'find' | 'get'>,
  { organisation, permission, ...paging }: HoldersParams,
): Promise<Page<UserItem>> {
  const { limit, after } = pageOf(paging);
  const roles = await rolesWith(models, permission, organisation);
  const ways: readonly Condition[] = [
    ...roles.map((role) => ({ field: 'roles', has: role })),
    { field: 'granted', has: permission },
  ];
  const place = [
    { field: 'organisation', eq: organisation },
    { field: 'active', eq: true },
  ];
  const pages = await Promise.all(
    ways.map((way) =>
      models.find<UserItem>('users', { where: [way, ...place], sort, limit: limit + 1, ...(after !== undefined && { after }) }),
    ),
  );
  const people = new Map(pages.flatMap(({ items }) => items).map((user) => [user._id, user]));
  const page = cutPage([...people.values()].sort(compareBy(fullSort(sort))), limit, fullSort(sort));
  return { ...page, items: page.items.filter(({ withdrawn }) => !withdrawn.includes(permission)) };
}

/** Built-in roles, and roles of the organisation, of those above it, or for everybody. */
async function rolesWith(
  models: Pick<ReadModels, 'find' | 'get'>,
  permission: Permission,
  organisation: string,
): Promise<readonly string[]> {
  const above = await aboveOrganisation(models, organisation);
  const where = [
    { field: 'permissions', has: permission },
    { field: 'organisation', in: [null, organisation, ...above.map(({ _id }) => _id)] },
  ];
  const { items } = await models.find<RoleItem>('roles', { where, sort, limit: mostPerPage });
  const builtIn = builtInRoles.filter(({ permissions }) => permissions.includes(permission));
  return [...builtIn.map(({ id }) => id), ...items.map(({ _id }) => _id)];
}

/** Users who may work on tickets, and so can be assigned one. @throws {DomainError} not-permitted, invalid */
export async function listWorkers(
  models: ReadModels,
  actor: Actor,
  { organisation, ...paging }: Paging & { readonly organisation: string },
): Promise<{ readonly items: readonly Shown<UserItem>[]; readonly next: string | null }> {
  requirePermission(actor, 'user.read');
  await reach(models, actor, { organisation });
  const { items, next } = await holdersOf(models, { organisation, permission: 'ticket.work', ...paging });
  return { items: items.map((user) => shown(user)), next };
}
