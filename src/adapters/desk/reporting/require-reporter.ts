import { reject } from '../../../domain/kernel/errors';
import type { Actor } from '../../../domain/people/actor';
import { requirePermission } from '../../../projections/kernel/asking';

/** Read models hold the tickets of all organisations. @throws {DomainError} not-permitted */
export function requireReporter(actor: Actor): void {
  const permission = 'report.copy';
  requirePermission(actor, permission);
  if (actor.organisationKind === 'admin') return;
  reject(
    'not-permitted',
    'Read models hold the tickets of all organisations, so only people of the root organisation read them.',
    {
      permission,
    },
  );
}
