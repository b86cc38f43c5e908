import type { Actor } from '../../domain/people/actor';

export interface Authenticator {
  /** Null if the token is unknown, expired or revoked, or its user is not active. */
  authenticate(token: string): Promise<Actor | null>;
}
