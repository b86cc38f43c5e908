import type { Actor } from '../../domain/people/actor';

export interface Authenticator {
  /** Null for a token that is unknown, expired or revoked, or whose user is not active. */
  authenticate(token: string): Promise<Actor | null>;
}
