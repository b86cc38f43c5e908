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
  /** What the browser called itself. */
  readonly device: string;
}

export interface SignedIn {
  readonly actor: Actor;
  readonly session: SessionInfo;
}

/** What a browser is let in by. The secret is in its cookie and stored nowhere. */
export interface Sessions {
  create(user: UserId, device: string): Promise<{ readonly secret: string; readonly session: SessionInfo }>;
  /** Null if the session is unknown or over, or its user is not active. */
  authenticate(secret: string): Promise<SignedIn | null>;
  /** Newest first. */
  list(user: UserId): Promise<readonly SessionInfo[]>;
  /** Told of every session that this process ends, by its id. */
  onEnd(listener: (session: string) => void): void;
  /** Of everybody, newest first, at most 100. */
  newest(): Promise<readonly SessionInfo[]>;
  /** False if the user has no such session. */
  end(user: UserId, id: string): Promise<boolean>;
  /** All of them but this one: what a change of password does. */
  endOthers(user: UserId, kept: string | null): Promise<void>;
}

export interface Passwords {
  /** @throws {DomainError} invalid: too short, too long, or the address itself */
  demand(password: string, email: string | null): void;
  /** @throws {DomainError} invalid: too short, too long, or the address itself */
  set(user: UserId, password: string, email: string | null): Promise<void>;
  /** As long for somebody unknown (null) as for a wrong password. */
  matches(user: UserId | null, password: string): Promise<boolean>;
  /** Whether anybody has one. */
  exist(): Promise<boolean>;
  /** Whether this one has. */
  has(user: UserId): Promise<boolean>;
}

/** Growing delays: every wrong try makes the next one wait longer, for the account and for the address it came from. */
export interface Attempts {
  /** Seconds until the next try is looked at; 0: now. */
  waitFor(account: string, address: string): number;
  failed(account: string, address: string): void;
  succeeded(account: string): void;
}

export type LinkPurpose = 'set-up' | 'password';

/** Addresses that work once: what they open is told by the hash of their last part. */
export interface OneTimeLinks {
  /** Replaces those of the same user and purpose. Answers the secret, which is not stored. */
  create(user: UserId, purpose: LinkPurpose): Promise<string>;
  /** Null if it is unknown, expired or used. */
  find(secret: string): Promise<{ readonly user: UserId; readonly purpose: LinkPurpose } | null>;
  /** False if somebody was faster. */
  use(secret: string): Promise<boolean>;
  /** A used link works again: what it was used for was refused. Not one that a newer link replaced. */
  release(secret: string): Promise<void>;
}

/** Those who have forgotten their password and wait for a link. */
export interface PasswordWishes {
  ask(user: UserId): Promise<void>;
  /** When each of these asked; whoever did not is missing. */
  of(users: readonly UserId[]): Promise<ReadonlyMap<UserId, Instant>>;
  done(user: UserId): Promise<void>;
}

export interface SignInParts {
  readonly sessions: Sessions;
  readonly passwords: Passwords;
  readonly attempts: Attempts;
  readonly links: OneTimeLinks;
  readonly wishes: PasswordWishes;
  /** Whose address it is; null: nobody's. */
  readonly userOf: (email: string) => Promise<UserId | null>;
  /** Null if the user is not active or may not sign in. */
  readonly actorOf: (user: UserId) => Promise<Actor | null>;
}

export const SIGN_IN = Symbol('SignIn');
