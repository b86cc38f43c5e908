import type { DecisionContext, World } from '../context';
import { reject } from '../kernel/errors';
import type { OrganisationId } from '../kernel/ids';
import type { Permission } from './permission';
import { demand, isImporting } from './rights';
import type { OrganisationView } from './views';

/** @throws {DomainError} unknown */
export function requireOrganisation(context: DecisionContext, organisation: OrganisationId): OrganisationView {
  return context.world.organisation(organisation) ?? rejectUnknown(organisation);
}

/** @throws {DomainError} unknown, always */
export function rejectUnknown(organisation: OrganisationId): never {
  return reject(
    'unknown',
    'There is no such organisation, or you have no access to it. Look its id up in the list of organisations.',
    {
      organisation,
    },
  );
}

/** Parent, grandparent … nearest first; empty for the root. Ends even if the parents form a cycle. */
export function ancestorsOf(organisation: OrganisationId, world: World): readonly OrganisationView[] {
  const chain: OrganisationView[] = [];
  const seen = new Set([organisation]);
  let above = world.organisation(world.organisation(organisation)?.parent ?? '');
  while (above !== undefined && !seen.has(above.id)) {
    seen.add(above.id);
    chain.push(above);
    above = world.organisation(above.parent ?? '');
  }
  return chain;
}

/** Whether the actor's organisation is above this one. No customer is ever above another organisation (`parentKinds`). */
export function isAbove(context: DecisionContext, organisation: OrganisationId): boolean {
  return ancestorsOf(organisation, context.world).some(({ id }) => id === context.actor.organisation);
}

/** Whether it is the actor's own organisation or one below it. An import reaches every organisation. */
export function isWithin(context: DecisionContext, organisation: OrganisationId): boolean {
  return isImporting(context) || organisation === context.actor.organisation || isAbove(context, organisation);
}

interface Sought<Thing> {
  /** Null when it does not exist. */
  readonly thing: Thing | null;
  readonly of: (thing: Thing) => OrganisationId;
  readonly unknown: string;
}

/**
 * Requires the permission, and that the thing exists within its reach. Things of others are reported as unknown, as in reading.
 * @throws {DomainError} not-permitted, unknown
 */
export function requireWithin<Thing>(
  context: DecisionContext,
  permission: Permission,
  { thing, of, unknown }: Sought<Thing>,
): Thing {
  demand(context, permission);
  return thing !== null && isWithin(context, of(thing)) ? thing : reject('unknown', unknown);
}

/**
 * Requires the permission for this organisation: one's own or one below it. Used to create something there, and does not reveal
 * whether the organisation exists.
 * @throws {DomainError} not-permitted
 */
export function demandWithin(context: DecisionContext, permission: Permission, organisation: OrganisationId): void {
  demand(context, permission);
  if (isWithin(context, organisation)) return;
  reject(
    'not-permitted',
    `Your permission "${permission}" covers only your own organisation and those below it. Ask an administrator of this organisation.`,
    { permission, organisation },
  );
}

/**
 * Nobody grants a right that they do not hold, neither directly nor inside a role.
 * @throws {DomainError} not-permitted
 */
export function demandToHold(context: DecisionContext, handedOut: readonly Permission[]): void {
  if (isImporting(context)) return;
  const missing = handedOut.filter((permission) => !context.actor.permissions.has(permission));
  if (missing.length === 0) return;
  reject('not-permitted', `You can grant only permissions that you hold yourself. You lack ${missing.join(', ')}.`, { missing });
}
