import type { Instant } from '../../domain/kernel/instant';
import type { UserId } from '../../domain/kernel/ids';
import type { Actor } from '../../domain/people/actor';

export interface SessionInfo {
  readonly id: string;
  readonly user: UserId;
  readonly createdAt: Instant;
  /** Accurate to five minutes. */
  readonly lastUsedAt: Instant;
  readonly expiresAt: Instant;
  /** Name of the device, from the browser's user agent. */
  readonly device: string;
}

export interface SignedIn {
  readonly actor: Actor;
  readonly session: SessionInfo;
}

/** Browser sessions. The secret exists only in the cookie. */
export interface Sessions {
  create(user: UserId, device: string): Promise<{ readonly secret: string; readonly session: SessionInfo }>;
  /** Null if the session is unknown or expired, or its user is not active. */
  authenticate(secret: string): Promise<SignedIn | null>;
  /** Newest first. */
  list(user: UserId): Promise<readonly SessionInfo[]>;
  /** Called with the id of every session that this process ends. */
  onEnd(listener: (session: string) => void): void;
  /** Sessions of all users, newest first, at most 100. */
  newest(): Promise<readonly SessionInfo[]>;
  /** False if the user has no such session. */
  end(user: UserId, id: string): Promise<boolean>;
  /** Ends all sessions except one, as a password change does. */
  endOthers(user: UserId, kept: string | null): Promise<void>;
}

export interface Passwords {
  /** @throws {DomainError} invalid: too short, too long, or the address itself */
  demand(password: string, email: string | null): void;
  /** @throws {DomainError} invalid: too short, too long, or the address itself */
  set(user: UserId, password: string, email: string | null): Promise<void>;
  /** Takes equally long for an unknown user (null) and a wrong password. */
  matches(user: UserId | null, password: string): Promise<boolean>;
  /** Whether any user has a password. */
  exist(): Promise<boolean>;
  /** Whether this user has a password. */
  has(user: UserId): Promise<boolean>;
}

/** Growing delays: each failed attempt makes the next one wait longer, per account and per address. */
export interface Attempts {
  /** Seconds until the next attempt is allowed, or 0. */
  waitFor(account: string, address: string): number;
  failed(account: string, address: string): void;
  succeeded(account: string): void;
}

export type LinkPurpose = 'set-up' | 'password';

/** Single-use links. The last part of the URL is the secret; only its hash is stored. */
export interface OneTimeLinks {
  /** Replaces the user's earlier links for this purpose. Returns the secret, which is not stored. */
  create(user: UserId, purpose: LinkPurpose): Promise<string>;
  /** Null if it is unknown, expired or used. */
  find(secret: string): Promise<{ readonly user: UserId; readonly purpose: LinkPurpose } | null>;
  /** False if the link was used meanwhile. */
  use(secret: string): Promise<boolean>;
  /** Makes a used link valid again after its purpose was refused, unless a newer link replaced it. */
  release(secret: string): Promise<void>;
}

/** Users who requested a password reset and wait for a link. */
export interface PasswordWishes {
  ask(user: UserId): Promise<void>;
  /** When each of these users requested a link. Users without a request are missing. */
  of(users: readonly UserId[]): Promise<ReadonlyMap<UserId, Instant>>;
  done(user: UserId): Promise<void>;
}

export interface SignInParts {
  readonly sessions: Sessions;
  readonly passwords: Passwords;
  readonly attempts: Attempts;
  readonly links: OneTimeLinks;
  readonly wishes: PasswordWishes;
  /** The user with this e-mail address, or null. */
  readonly userOf: (email: string) => Promise<UserId | null>;
  /** Null if the user is not active or may not sign in. */
  readonly actorOf: (user: UserId) => Promise<Actor | null>;
}

export const SIGN_IN = Symbol('SignIn');
