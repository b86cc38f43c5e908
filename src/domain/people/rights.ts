import type { DecisionContext } from '../context';
import { requireFields } from '../kernel/check';
import type { CommandForms } from '../kernel/commands';
import { reject } from '../kernel/errors';
import type { Actor } from './actor';
import type { Permission } from './permission';

/** Every decision checks this first. */
export function can(actor: Actor, permission: Permission): boolean {
  return actor.permissions.has(permission);
}

/** For an imported command, the permission `import` replaces every check of who may act (docs/import.md). */
export function isImporting(context: DecisionContext): boolean {
  return context.origin.source !== undefined && can(context.actor, 'import');
}

/** @throws {DomainError} not-permitted */
export function demand(context: DecisionContext, permission: Permission): void {
  if (!can(context.actor, permission) && !isImporting(context)) rejectWithout(permission);
}

/**
 * Validates a command. Called after the asker's permission was checked.
 * @throws {DomainError} invalid
 */
export function requireWellFormed(forms: CommandForms, command: { readonly type: string }, context: DecisionContext): void {
  requireFields(forms[command.type]?.fields ?? {}, command, { importing: isImporting(context) });
}

/** @throws {DomainError} not-permitted, always */
export function rejectWithout(permission: Permission): never {
  const { code, detail, facts } = refusalWithout(permission);
  return reject(code, detail, facts);
}

export function refusalWithout(permission: Permission) {
  const detail = `You need the permission "${permission}" for this. Ask an administrator of your organisation.`;
  return { code: 'not-permitted', detail, facts: { permission } } as const;
}
