import { Inject, Injectable } from '@nestjs/common';
import { reject } from '../../../domain/kernel/errors';
import type { UserId } from '../../../domain/kernel/ids';
import type { Actor } from '../../../domain/people/actor';
import { ACCESS_RECORDER, type AccessRecorder } from '../../access-log/access-log.port';
import { SIGN_IN, type SessionInfo, type SignedIn, type SignInParts } from '../../auth/sign-in.port';
import { Turns } from '../../cqrs/turns';
import { UserDesk } from '../people/user-desk';
import { users } from '../people/resources';
import { refuseFields } from '../refuse-fields';

export interface Credentials {
  readonly email: string;
  readonly password: string;
  /** The client's network address. */
  readonly address: string;
  readonly device: string;
}

/** A session, or a refusal: a wait in seconds, or a wrong e-mail address or password. */
export type SignInOutcome = { readonly secret: string } | { readonly waitSeconds: number } | { readonly wrong: true };

export interface FirstAdministrator {
  readonly name: string;
  readonly email: string;
  readonly password: string;
}

/** Sign-in, sessions and passwords of people. */
@Injectable()
export class SignInDesk {
  /** One attempt per account at a time: concurrent guesses would all run before the first failure is counted. */
  private readonly tries = new Turns();

  constructor(
    @Inject(SIGN_IN) private readonly parts: SignInParts,
    @Inject(UserDesk) private readonly accounts: Pick<UserDesk, 'act'>,
    @Inject(ACCESS_RECORDER) private readonly recorder: AccessRecorder,
  ) {}

  /** Unknown, inactive and mistyped accounts get the same answer. */
  signIn(credentials: Credentials): Promise<SignInOutcome> {
    const account = credentials.email.trim().toLowerCase();
    return this.tries.take(account, () => this.tried(account, credentials));
  }

  private async tried(account: string, { email, password, address, device }: Credentials): Promise<SignInOutcome> {
    const { attempts, passwords, sessions } = this.parts;
    const waitSeconds = attempts.waitFor(account, address);
    if (waitSeconds > 0) {
      this.recorder.record({ kind: 'sign-in-delayed', address, device, oncePerHour: address });
      return { waitSeconds };
    }
    const user = await this.parts.userOf(email.trim());
    const isRight = await passwords.matches(user, password);
    if (user === null || !isRight || (await this.parts.actorOf(user)) === null) {
      attempts.failed(account, address);
      // Never log the typed e-mail address: people type passwords into the wrong field.
      this.recorder.record({ kind: 'sign-in-failed', user, address, device });
      return { wrong: true };
    }
    attempts.succeeded(account);
    const { secret, session } = await sessions.create(user, device);
    this.recorder.record({ kind: 'signed-in', user, session: session.id, address, device });
    return { secret };
  }

  authenticate(secret: string): Promise<SignedIn | null> {
    return this.parts.sessions.authenticate(secret);
  }

  /** Reads the permissions in force now. Null when the user may no longer sign in. */
  actorOf(user: UserId): Promise<Actor | null> {
    return this.parts.actorOf(user);
  }

  onSessionEnd(listener: (session: string) => void): void {
    this.parts.sessions.onEnd(listener);
  }

  sessionsOf({ user }: Pick<Actor, 'user'>): Promise<readonly SessionInfo[]> {
    return this.parts.sessions.list(user);
  }

  async endSession({ user }: Actor, id: string): Promise<boolean> {
    const isOver = await this.parts.sessions.end(user, id);
    if (isOver) this.recorder.record({ kind: 'signed-out', user, session: id });
    return isOver;
  }

  /** Ends all other sessions of the user. @throws {DomainError} invalid */
  changePassword(signedIn: SignedIn, change: PasswordChange): Promise<void> {
    return this.tries.take(signedIn.actor.user, () => this.changed(signedIn, change));
  }

  private async changed({ actor, session }: SignedIn, change: PasswordChange): Promise<void> {
    const { attempts, passwords, sessions } = this.parts;
    const waitSeconds = attempts.waitFor(actor.user, change.address);
    if (waitSeconds > 0) reject('not-permitted', `Too many wrong tries. Try again in ${waitSeconds} seconds.`, { waitSeconds });
    if (!(await passwords.matches(actor.user, change.current))) {
      attempts.failed(actor.user, change.address);
      refuseFields([{ field: 'current', message: 'is not your present password' }]);
    }
    attempts.succeeded(actor.user);
    await passwords.set(actor.user, change.password, null);
    await sessions.endOthers(actor.user, session.id);
    this.recorder.record({ kind: 'password-changed', user: actor.user, session: session.id, address: change.address });
  }

  /** Null when the link is unknown, expired or used. */
  linked(secret: string): ReturnType<SignInParts['links']['find']> {
    return this.parts.links.find(secret);
  }

  /** Creates the first administrator and signs them in. Null when the link is no longer valid. @throws {DomainError} invalid, already-exists */
  async setUp(secret: string, who: FirstAdministrator, device: string): Promise<string | null> {
    const link = await this.parts.links.find(secret);
    const actor = link?.purpose === 'set-up' ? await this.parts.actorOf(link.user) : null;
    if (actor === null) return null;
    const { links, passwords } = this.parts;
    passwords.demand(who.password, who.email);
    // Use the link first, so that of two concurrent set-ups only one creates the administrator.
    if (!(await links.use(secret))) return null;
    try {
      await this.rename(actor, who);
      await passwords.set(actor.user, who.password, who.email);
    } catch (failure) {
      await links.release(secret);
      throw failure;
    }
    return this.enter(actor.user, device);
  }

  /** Whether any user can sign in, so that a set-up link is no longer valid. */
  isSetUp(): Promise<boolean> {
    return this.parts.passwords.exist();
  }

  /** Records the request if the account exists. The answer never reveals whether it does. */
  async forgot(email: string, address: string): Promise<void> {
    const { attempts, wishes, userOf, actorOf } = this.parts;
    const account = `forgotten ${email.trim().toLowerCase()}`;
    if (attempts.waitFor(account, address) > 0) return;
    attempts.failed(account, address);
    const user = await userOf(email.trim());
    if (user !== null && (await actorOf(user)) !== null) await wishes.ask(user);
  }

  /** Sets a new password and signs the owner of the link in. Null when the link is no longer valid. @throws {DomainError} invalid */
  async setPassword(secret: string, password: string, device: string): Promise<string | null> {
    const { passwords } = this.parts;
    const link = await this.parts.links.find(secret);
    const actor = link?.purpose === 'password' ? await this.parts.actorOf(link.user) : null;
    if (actor === null) return null;
    passwords.demand(password, null);
    if (!(await this.parts.links.use(secret))) return null;
    await passwords.set(actor.user, password, null);
    await this.parts.wishes.done(actor.user);
    return this.enter(actor.user, device);
  }

  private async rename(actor: Actor, { name, email }: FirstAdministrator): Promise<void> {
    const asker = { actor, correlationId: 'set-up', expectedRevision: 'any' } as const;
    await this.accounts.act(asker, { resource: users, type: 'ReviseUser', id: actor.user, body: { name, email } });
  }

  private async enter(user: UserId, device: string): Promise<string> {
    await this.parts.sessions.endOthers(user, null);
    const { secret, session } = await this.parts.sessions.create(user, device);
    this.recorder.record({ kind: 'password-set', user, session: session.id, device });
    return secret;
  }
}

export interface PasswordChange {
  readonly current: string;
  readonly password: string;
  readonly address: string;
}
