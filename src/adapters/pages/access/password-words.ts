import type { Translate } from '../rendering/words';

/** Matches the rule in adapters/auth/password-store.ts. */
export const shortestPassword = 10;

export function passwordProblem(t: Translate): string {
  return t('access.passwordRule', { count: shortestPassword });
}
