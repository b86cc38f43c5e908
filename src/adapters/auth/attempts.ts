import { LRUCache } from 'lru-cache';
import { toMillis } from '../../domain/kernel/instant';
import type { Clock } from '../system/clock.port';
import type { Attempts } from './sign-in.port';

interface Tries {
  readonly failures: number;
  readonly lastAt: number;
}

/** Failed attempts without a delay. An address may serve a whole office, so its limit is higher. */
const free = { account: 4, address: 20 } as const;
const longestSeconds = 900;
const forgottenAfterMs = 3_600_000;

/** Each further failed attempt doubles the delay, so a thousand guesses take more than a week. Kept in memory. */
export function attemptLimits(clock: Clock): Attempts {
  const accounts = new LRUCache<string, Tries>({ max: 50_000 });
  const addresses = new LRUCache<string, Tries>({ max: 50_000 });
  const nowMs = (): number => toMillis(clock.now());
  const secondsLeft = (tries: Tries | undefined, costless: number): number => {
    if (tries === undefined || nowMs() - tries.lastAt > forgottenAfterMs) return 0;
    const excess = tries.failures - costless;
    if (excess < 0) return 0;
    const seconds = Math.min(longestSeconds, 2 ** excess);
    return Math.max(0, Math.ceil((tries.lastAt + seconds * 1000 - nowMs()) / 1000));
  };
  const count = (tries: LRUCache<string, Tries>, key: string): void => {
    const before = tries.get(key);
    const kept = before !== undefined && nowMs() - before.lastAt <= forgottenAfterMs ? before.failures : 0;
    tries.set(key, { failures: kept + 1, lastAt: nowMs() });
  };
  return {
    waitFor: (account, address) =>
      Math.max(secondsLeft(accounts.get(account), free.account), secondsLeft(addresses.get(address), free.address)),
    failed: (account, address) => {
      count(accounts, account);
      count(addresses, address);
    },
    succeeded: (account) => void accounts.delete(account),
  };
}
