/** The closed list of permissions, grouped as the permission editor shows them (S0.7). */
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
    'ticket.export-open',
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
  Reports: ['report.read', 'report.copy'],
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
