import type { Keys } from '../kernel/fields';
import type { RoleId } from '../kernel/ids';
import { permissionGroups, type Permission } from './permission';
import type { RoleView } from './views';

export const builtInRoleNames = [
  'customer user',
  'customer admin',
  'call centre',
  'agent',
  'dispatcher',
  'technician',
  'manager',
  'payments clerk',
  'checker',
  'tenant admin',
  'auditor',
  'privacy officer',
  'reporting',
  'integration',
] as const;
export type BuiltInRoleName = (typeof builtInRoleNames)[number];

export interface BuiltInRole extends RoleView {
  readonly organisation: null;
  /** Its name in paths and commands, such as call-centre. */
  readonly key: string;
  readonly name: BuiltInRoleName;
}

const customerUser: readonly Permission[] = [
  'ticket.open',
  'ticket.read-own',
  'ticket.reply',
  'ticket.attach',
  'ticket.revise',
  'ticket.withdraw',
  'ticket.reopen',
  'ticket.close',
  'organisation.read',
];

const peopleAdmin: readonly Permission[] = [
  'organisation.manage',
  'user.read',
  'user.manage',
  'user.approve',
  'contact.manage',
  'role.manage',
  'token.manage',
];

const staff: readonly Permission[] = [
  'ticket.read-own',
  'ticket.reply',
  'ticket.reply-staff',
  'ticket.attach',
  'organisation.read',
  'user.read',
];

const callCentre: readonly Permission[] = [
  ...staff,
  'ticket.open',
  'ticket.open-on-behalf',
  'ticket.read-organisation',
  'ticket.revise',
  'ticket.withdraw',
  'ticket.reopen',
  'contact.manage',
  ...permissionGroups.ASP,
];

const agent: readonly Permission[] = [
  ...callCentre,
  'ticket.qualify',
  'ticket.route',
  'ticket.assign',
  'ticket.work',
  'ticket.prioritise',
  'ticket.forward',
  'ticket.close',
  'ticket.reject',
  'ticket.merge',
  'ticket.export-open',
];

/** What each built-in role may do (S3.14, S3.15). Only agent, dispatcher, manager and tenant admin assign (S4.8). */
const rights: { readonly [name in BuiltInRoleName]: readonly Permission[] } = {
  'customer user': customerUser,
  'customer admin': [...customerUser, 'ticket.read-organisation', 'ticket.merge', 'report.read', ...peopleAdmin],
  'call centre': callCentre,
  agent,
  dispatcher: [...staff, 'ticket.read-organisation', 'ticket.route', 'ticket.assign', 'ticket.prioritise'],
  technician: [...staff, 'ticket.work', 'ticket.forward', 'ticket.close'],
  manager: [...agent, 'ticket.waive-gate', 'ticket.check', 'ticket.manage', 'report.read'],
  'payments clerk': [...staff, 'ticket.read-organisation', 'report.read'],
  checker: [...staff, 'ticket.read-organisation', 'ticket.export-open', 'ticket.check', 'ticket.close', 'ticket.reopen'],
  'tenant admin': [
    ...permissionGroups.Tickets,
    ...permissionGroups.Handling,
    ...permissionGroups.ASP,
    ...permissionGroups.Reports,
    ...permissionGroups.Audit,
    ...permissionGroups.Administration,
  ],
  auditor: [
    'ticket.read-organisation',
    'ticket.read-everything',
    'ticket.export-open',
    ...permissionGroups.Audit,
    'organisation.read',
    'user.read',
  ],
  'privacy officer': [
    'ticket.read-organisation',
    ...permissionGroups.Privacy,
    'organisation.read',
    'user.read',
    'contact.manage',
  ],
  reporting: ['ticket.read-organisation', 'organisation.read', ...permissionGroups.Reports],
  integration: [
    ...agent,
    'ticket.check',
    'ticket.manage',
    'organisation.create',
    ...peopleAdmin,
    ...permissionGroups.Integration,
  ],
};

/** Ids never change, because grants in the log name them. Add a new role at the end of the list. */
export const builtInRoles: readonly BuiltInRole[] = builtInRoleNames.map((name, index) => ({
  id: `0d0c4e70-0000-8000-8000-${String(101 + index).padStart(12, '0')}`,
  organisation: null,
  key: name.replaceAll(' ', '-'),
  name,
  permissions: [...new Set(rights[name])],
}));

const byId = new Map<RoleId, BuiltInRole>(builtInRoles.map((role) => [role.id, role]));

/** Ids of the built-in roles by key. */
export const builtInRoleKeys: Keys = Object.fromEntries(builtInRoles.map(({ key, id }) => [key, id]));

export function builtInRole(id: RoleId): BuiltInRole | undefined {
  return byId.get(id);
}

export function builtInRoleId(name: BuiltInRoleName): RoleId {
  return `0d0c4e70-0000-8000-8000-${String(101 + builtInRoleNames.indexOf(name)).padStart(12, '0')}`;
}
