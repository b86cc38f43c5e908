import { reject } from '../../../domain/kernel/errors';
import type { UserId } from '../../../domain/kernel/ids';
import type { Instant } from '../../../domain/kernel/instant';
import type { Actor } from '../../../domain/people/actor';
import { tokenScope } from '../../../domain/people/user.tokens';
import type { SignInParts } from '../../auth/sign-in.port';
import { loadActor } from '../../world/actor-loader';
import { reachUser, type UserReachParts } from './user-reach';

export interface UserPasswordsParts extends UserReachParts {
  readonly signIn: Pick<SignInParts, 'links' | 'wishes' | 'passwords'>;
}

/** Links to set a password, made for users that the asker manages and shown to the asker until there is mail. */
export class UserPasswords {
  constructor(private readonly parts: UserPasswordsParts) {}

  /**
   * Whoever sees the link could sign in as that user, so they must hold all that the user may do, as with tokens.
   * @throws {DomainError} invalid, not-permitted, unknown
   */
  async link(asker: Actor, user: UserId): Promise<string> {
    const { loader, signIn } = this.parts;
    const context = await reachUser(this.parts, asker, user);
    const owner = await loadActor(loader, user);
    if (owner === null) return reject('invalid', 'This user cannot sign in. Approve or resume the account first.', { user });
    tokenScope(null, owner.permissions, context);
    const secret = await signIn.links.create(user, 'password');
    await signIn.wishes.done(user);
    return secret;
  }

  /** When each of these users asked for a link; of nobody for those who make none. */
  async asked({ permissions }: Actor, users: readonly UserId[]): Promise<ReadonlyMap<UserId, Instant>> {
    return permissions.has('user.manage') ? this.parts.signIn.wishes.of(users) : new Map();
  }

  /** Null for those who make no links. */
  async exists({ permissions }: Actor, user: UserId): Promise<boolean | null> {
    return permissions.has('user.manage') ? this.parts.signIn.passwords.has(user) : null;
  }
}
