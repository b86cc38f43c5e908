import { reject } from '../../../domain/kernel/errors';
import type { UserId } from '../../../domain/kernel/ids';
import type { Actor } from '../../../domain/people/actor';
import { tokenScope } from '../../../domain/people/user.tokens';
import { loadActor } from '../../world/actor-loader';
import type { NewToken, TokenInfo, Tokens } from '../ports';
import { reachUser, type UserReachParts } from './user-reach';

export interface UserTokensParts extends UserReachParts {
  readonly tokens: Tokens;
}

/** Tokens of users that the asker manages. Permissions are checked against the log, which never lags. */
export class UserTokens {
  constructor(private readonly parts: UserTokensParts) {}

  /** @throws {DomainError} invalid, not-permitted, unknown */
  async create(asker: Actor, user: UserId, wish: NewToken): Promise<TokenInfo & { readonly secret: string }> {
    const { loader, tokens } = this.parts;
    const context = await reachUser(this.parts, asker, user);
    const owner = await loadActor(loader, user);
    if (owner === null) return reject('invalid', 'This user cannot sign in. Approve or resume the account first.', { user });
    return tokens.create(owner, { ...wish, scope: tokenScope(wish.scope, owner.permissions, context) });
  }

  /** @throws {DomainError} not-permitted, unknown */
  async list(asker: Actor, user: UserId): Promise<readonly TokenInfo[]> {
    await reachUser(this.parts, asker, user);
    return this.parts.tokens.list({ user });
  }

  /** @throws {DomainError} not-permitted, unknown */
  async revoke(asker: Actor, user: UserId, token: string): Promise<void> {
    await reachUser(this.parts, asker, user);
    if (await this.parts.tokens.revoke({ user }, token)) return;
    reject('unknown', `This user has no such token; GET /v1/users/${user}/tokens lists them.`);
  }
}
