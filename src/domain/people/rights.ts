import type { DecisionContext } from '../context';
import { requireFields } from '../kernel/check';
import type { CommandForms } from '../kernel/commands';
import { reject } from '../kernel/errors';
import type { Actor } from './actor';
import type { Permission } from './permission';

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
  if (!can(context.actor, permission) && !isImporting(context)) rejectWithout(permission);
}

/** The form of a command, once it is clear that the asker may send it. @throws {DomainError} invalid */
export function requireWellFormed(forms: CommandForms, command: { readonly type: string }, context: DecisionContext): void {
  requireFields(forms[command.type]?.fields ?? {}, command, { importing: isImporting(context) });
}

/** @throws {DomainError} not-permitted, always */
export function rejectWithout(permission: Permission): never {
  const { code, detail, facts } = refusalWithout(permission);
  return reject(code, detail, facts);
}

export function refusalWithout(permission: Permission) {
  const detail = `This needs the permission "${permission}". Ask an administrator of your organisation for it.`;
  return { code: 'not-permitted', detail, facts: { permission } } as const;
}
