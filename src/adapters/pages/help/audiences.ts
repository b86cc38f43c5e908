import { builtInRoles, type BuiltInRoleName } from '../../../domain/people/built-in-roles';
import { isStaff, type Actor } from '../../../domain/people/actor';
import type { Permission } from '../../../domain/people/permission';

/** Audiences of the help page, in display order. */
export const helpAudiences = ['customer', 'backOffice', 'technician', 'auditor', 'administrator'] as const;
export type HelpAudience = (typeof helpAudiences)[number];

export interface Reader {
  readonly isStaff: boolean;
  readonly permissions: ReadonlySet<Permission>;
}

const rolesOf: { readonly [audience in HelpAudience]: readonly BuiltInRoleName[] } = {
  customer: ['customer user'],
  backOffice: ['dispatcher', 'agent'],
  technician: ['technician'],
  auditor: ['auditor'],
  administrator: ['tenant admin'],
};

/** The permissions of an audience's built-in roles. */
export function typicalReader(audience: HelpAudience): Reader {
  const roles = builtInRoles.filter(({ name }) => rolesOf[audience].includes(name));
  return { isStaff: audience !== 'customer', permissions: new Set(roles.flatMap(({ permissions }) => permissions)) };
}

/** The permissions that best identify each audience. */
const marks: readonly (readonly [HelpAudience, readonly Permission[]])[] = [
  ['administrator', ['organisation.manage']],
  ['backOffice', ['ticket.assign', 'ticket.qualify', 'ticket.open-on-behalf', 'ticket.check']],
  ['technician', ['ticket.work']],
  ['auditor', ['audit.read-log']],
];

export function audienceOfReader(actor: Actor): HelpAudience {
  if (!isStaff(actor)) return 'customer';
  const mark = marks.find(([, permissions]) => permissions.some((one) => actor.permissions.has(one)));
  return mark?.[0] ?? 'backOffice';
}
