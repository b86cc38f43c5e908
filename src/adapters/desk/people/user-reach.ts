import type { DecisionContext } from '../../../domain/context';
import type { UserId } from '../../../domain/kernel/ids';
import type { Actor } from '../../../domain/people/actor';
import { demandTokensOf } from '../../../domain/people/user.tokens';
import type { Clock, Ids } from '../../system/clock.port';
import type { AggregateLoader } from '../../world/aggregate-loader.port';
import { loadWorld } from '../../world/world-loader';

export interface UserReachParts {
  readonly loader: AggregateLoader;
  readonly clock: Clock;
  readonly ids: Ids;
}

/** Decides whether the asker manages a user's credentials. Reads the log, which never lags. @throws {DomainError} not-permitted, unknown */
export async function reachUser({ loader, clock, ids }: UserReachParts, asker: Actor, user: UserId): Promise<DecisionContext> {
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
