import type { DecisionContext } from '../kernel/decider';
import { reject } from '../kernel/errors';
import type { Actor } from './actor';

/** The closed list of permissions, by group as the permission editor shows them (S0.7). */
export const permissionGroups = {
  Tickets: [
    'ticket.open',
    'ticket.open-on-behalf',
    'ticket.read-own',
    'ticket.read-organisation',
    'ticket.read-everything',
    'ticket.reply',
    'ticket.reply-staff',
    'ticket.attach',
    'ticket.revise',
    'ticket.withdraw',
    'ticket.reopen',
    'ticket.merge',
  ],
  Handling: [
    'ticket.qualify',
    'ticket.waive-gate',
    'ticket.route',
    'ticket.assign',
    'ticket.work',
    'ticket.prioritise',
    'ticket.forward',
    'ticket.check',
    'ticket.close',
    'ticket.reject',
    'ticket.manage',
  ],
  ASP: ['asp.open', 'asp.read', 'asp.edit'],
  Privacy: ['privacy.redact', 'privacy.erase'],
  Audit: ['audit.read-log', 'audit.verify'],
  Reports: ['report.read'],
  Administration: [
    'organisation.read',
    'organisation.manage',
    'organisation.create',
    'user.read',
    'user.manage',
    'user.approve',
    'contact.manage',
    'role.manage',
    'token.manage',
    'projection.rebuild',
  ],
  Integration: ['import'],
} as const;

export type Permission = (typeof permissionGroups)[keyof typeof permissionGroups][number];

export const permissions: readonly Permission[] = Object.values(permissionGroups).flat();

/** The one question every handler asks first. */
export function can(actor: Actor, permission: Permission): boolean {
  return actor.permissions.has(permission);
}

/** For an imported command the permission `import` stands in for every "who" (docs/import.md). */
export function isImporting(context: DecisionContext): boolean {
  return context.origin.source !== undefined && can(context.actor, 'import');
}

/** @throws {DomainError} not-permitted */
export function demand(context: DecisionContext, permission: Permission): void {
  if (can(context.actor, permission) || isImporting(context)) return;
  reject('not-permitted', `This needs the permission "${permission}". Ask an administrator of your organisation for it.`, {
    permission,
  });
}
