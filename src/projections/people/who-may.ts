import { ERASED } from '../../domain/kernel/event';
import type { Actor } from '../../domain/people/actor';
import { builtInRoles } from '../../domain/people/built-in-roles';
import { can } from '../../domain/people/rights';
import { mostPerPage } from '../kernel/asking';
import type { ReadModels } from '../kernel/read-models';
import type { RoleItem } from './roles';
import type { UserItem } from './users';

const mostNames = 3;

/** Some people of the reader's own organisation who hold a permission. Nobody for a reader who may not look people up. */
export async function whoMay(
  models: Pick<ReadModels, 'find' | 'getMany'>,
  actor: Actor,
  { permission }: { readonly permission: string },
): Promise<readonly string[]> {
  if (!can(actor, 'user.read')) return [];
  const where = [{ field: 'organisation', in: [actor.organisation] }];
  const { items } = await models.find<UserItem>('users', { where, sort: [{ field: 'nameSort' }], limit: mostPerPage });
  const active = items.filter((user) => user.active && user.login);
  const defined = await models.getMany<RoleItem>('roles', [...new Set(active.flatMap(({ roles }) => roles))]);
  const holds = (role: string): boolean =>
    (builtInRoles.find(({ id }) => id === role)?.permissions ?? defined.get(role)?.permissions ?? []).some(
      (one) => one === permission,
    );
  return active
    .filter(
      ({ withdrawn, granted, roles }) => !withdrawn.includes(permission) && (granted.includes(permission) || roles.some(holds)),
    )
    .flatMap(({ name }) => (name === null || name === ERASED ? [] : [name]))
    .slice(0, mostNames);
}
