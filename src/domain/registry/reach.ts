import type { DecisionContext } from '../kernel/decider';
import { reject } from '../kernel/errors';
import type { OrganisationId } from '../kernel/ids';
import type { Permission } from './permission';
import { demand, isImporting } from './rights';
import type { OrganisationView } from './registry-view';

/** @throws {DomainError} unknown */
export function requireOrganisation(context: DecisionContext, organisation: OrganisationId): OrganisationView {
  return (
    context.registry.organisation(organisation) ??
    reject('unknown', 'There is no such organisation. Look its id up in the list of organisations.', { organisation })
  );
}

/** Whether the actor's organisation stands above this one. Nobody has a customer above them: the kinds see to it (`parentKinds`). */
export function isAbove(context: DecisionContext, organisation: OrganisationId): boolean {
  return context.registry.ancestors(organisation).some(({ id }) => id === context.actor.organisation);
}

/**
 * The permission, and that it reaches this organisation: one's own and all below it.
 * @throws {DomainError} not-permitted
 */
export function demandWithin(context: DecisionContext, permission: Permission, organisation: OrganisationId): void {
  demand(context, permission);
  if (isImporting(context) || organisation === context.actor.organisation || isAbove(context, organisation)) return;
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
