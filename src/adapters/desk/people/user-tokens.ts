import type { DecisionContext } from '../../../domain/context';
import { reject } from '../../../domain/kernel/errors';
import type { UserId } from '../../../domain/kernel/ids';
import type { Actor } from '../../../domain/people/actor';
import { demandTokensOf, tokenScope } from '../../../domain/people/user.tokens';
import type { Clock, Ids } from '../../system/clock.port';
import { loadActor } from '../../world/actor-loader';
import type { AggregateLoader } from '../../world/aggregate-loader.port';
import { loadWorld } from '../../world/world-loader';
import type { NewToken, TokenInfo, Tokens } from '../ports';

export interface UserTokensParts {
  readonly loader: AggregateLoader;
  readonly tokens: Tokens;
  readonly clock: Clock;
  readonly ids: Ids;
}

/** Tokens of users that the asker manages, judged by the log, which never lags. */
export class UserTokens {
  constructor(private readonly parts: UserTokensParts) {}

  /** @throws {DomainError} invalid, not-permitted, unknown */
  async create(asker: Actor, user: UserId, wish: NewToken): Promise<TokenInfo & { readonly secret: string }> {
    const { loader, tokens } = this.parts;
    const context = await this.reach(asker, user);
    const owner = await loadActor(loader, user);
    if (owner === null) return reject('invalid', 'This user cannot sign in. Approve or resume the account first.', { user });
    return tokens.create(owner, { ...wish, scope: tokenScope(wish.scope, owner.permissions, context) });
  }

  /** @throws {DomainError} not-permitted, unknown */
  async list(asker: Actor, user: UserId): Promise<readonly TokenInfo[]> {
    await this.reach(asker, user);
    return this.parts.tokens.list({ user });
  }

  /** @throws {DomainError} not-permitted, unknown */
  async revoke(asker: Actor, user: UserId, token: string): Promise<void> {
    await this.reach(asker, user);
    if (await this.parts.tokens.revoke({ user }, token)) return;
    reject('unknown', `This user has no such token; GET /v1/users/${user}/tokens lists them.`);
  }

  private async reach(asker: Actor, user: UserId): Promise<DecisionContext> {
    const { loader, clock, ids } = this.parts;
    const world = await loadWorld(loader, [
      ['user', user],
      ['organisation', asker.organisation],
    ]);
    const now = clock.now();
    const context: DecisionContext = {
      ...{ actor: asker, onBehalfOf: null, origin: { kind: 'witnessed' }, now, at: now },
      newId: () => ids.next(),
      world,
    };
    demandTokensOf(world.user(user) ?? null, context);
    return context;
  }
}
