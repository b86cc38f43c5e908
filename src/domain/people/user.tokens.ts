import type { DecisionContext } from '../context';
import { reject } from '../kernel/errors';
import { demandToHold, requireWithin } from './reach';
import { permissions, type Permission } from './permission';
import type { UserView } from './views';

// Tokens that somebody else creates for a user. They are not facts, because the log must not hold credentials.

/** @throws {DomainError} not-permitted, unknown */
export function demandTokensOf(user: UserView | null, context: DecisionContext): void {
  if (context.actor.scoped === true) {
    reject(
      'not-permitted',
      'Your token holds only part of your rights, so you cannot manage the tokens of others. Use one with all your rights.',
      {
        permission: 'user.manage',
      },
    );
  }
  const unknown = 'There is no such user, or you have no access to them. Look the id up in the list of users.';
  requireWithin(context, 'user.manage', { thing: user, of: ({ organisation }) => organisation, unknown });
}

/**
 * Limits the token to what both its user and its creator hold, because the creator sees its secret. The scope is fixed, because
 * the user may later gain rights that the creator lacks.
 * @throws {DomainError} not-permitted
 */
export function tokenScope(
  wished: readonly Permission[] | null,
  held: ReadonlySet<Permission>,
  context: DecisionContext,
): readonly Permission[] {
  const scope = permissions.filter((permission) => (wished === null ? held.has(permission) : wished.includes(permission)));
  const missing = scope.filter((permission) => !held.has(permission));
  if (missing.length > 0) {
    reject('not-permitted', `A token cannot have permissions that its user lacks. The user lacks ${missing.join(', ')}.`, {
      missing,
    });
  }
  demandToHold(context, scope);
  return scope;
}
