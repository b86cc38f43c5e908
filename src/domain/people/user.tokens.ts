import type { DecisionContext } from '../context';
import { reject } from '../kernel/errors';
import { demandToHold, requireWithin } from './reach';
import { permissions, type Permission } from './permission';
import type { UserView } from './views';

// Tokens that somebody else creates for a user. They are no facts: the log must not hold what signs in.

/** @throws {DomainError} not-permitted, unknown */
export function demandTokensOf(user: UserView | null, context: DecisionContext): void {
  if (context.actor.scoped === true) {
    reject(
      'not-permitted',
      'Your token has part of your rights only, so it handles no tokens of others. Use one with all of them.',
      {
        permission: 'user.manage',
      },
    );
  }
  const unknown = 'There is no such user, or none within your reach. Look the id up in the list of users.';
  requireWithin(context, 'user.manage', { thing: user, of: ({ organisation }) => organisation, unknown });
}

/**
 * What such a token may do: no more than its user, and no more than whoever creates it and so sees its secret. It is fixed, because the user
 * may be given more later than its creator holds.
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
