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
    'There is no such organisation, or none within your reach. Look its id up in the list of organisations.',
    {
      organisation,
    },
  );
}

/** Parent, grandparent … nearest first; empty for the root. Ends even where parents close to a cycle. */
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

/** Whether the actor's organisation stands above this one. Nobody has a customer above them: the kinds see to it (`parentKinds`). */
export function isAbove(context: DecisionContext, organisation: OrganisationId): boolean {
  return ancestorsOf(organisation, context.world).some(({ id }) => id === context.actor.organisation);
}

/** One's own organisation and all below it; an import stands in for every who. */
export function isWithin(context: DecisionContext, organisation: OrganisationId): boolean {
  return isImporting(context) || organisation === context.actor.organisation || isAbove(context, organisation);
}

interface Sought<Thing> {
  /** Null: there is none. */
  readonly thing: Thing | null;
  readonly of: (thing: Thing) => OrganisationId;
  readonly unknown: string;
}

/**
 * The permission, and that there is such a thing within its reach: what belongs to others is as unknown as what is not there, to commands
 * as to reading.
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
 * The permission, and that it reaches this organisation: one's own and all below it. For what is to be made there: whether there is such an
 * organisation is not told.
 * @throws {DomainError} not-permitted
 */
export function demandWithin(context: DecisionContext, permission: Permission, organisation: OrganisationId): void {
  demand(context, permission);
  if (isWithin(context, organisation)) return;
  reject(
    'not-permitted',
    `Your permission "${permission}" reaches your own organisation and those below it, not this one. Ask an administrator there.`,
    { permission, organisation },
  );
}

/**
 * Nobody hands out a right they do not hold, neither directly nor inside a role.
 * @throws {DomainError} not-permitted
 */
export function demandToHold(context: DecisionContext, handedOut: readonly Permission[]): void {
  if (isImporting(context)) return;
  const missing = handedOut.filter((permission) => !context.actor.permissions.has(permission));
  if (missing.length === 0) return;
  reject('not-permitted', `You can only hand out rights you hold yourself. You lack: ${missing.join(', ')}.`, { missing });
}
