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

/** Links to set a password for users that the asker manages. Shown to the asker, because there is no mail yet. */
export class UserPasswords {
  constructor(private readonly parts: UserPasswordsParts) {}

  /**
   * The link signs its reader in as that user, so the asker must hold all permissions of the user, as for tokens.
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

  /** When each user requested a link. Empty for askers who may not create links. */
  async asked({ permissions }: Actor, users: readonly UserId[]): Promise<ReadonlyMap<UserId, Instant>> {
    return permissions.has('user.manage') ? this.parts.signIn.wishes.of(users) : new Map();
  }

  /** Whether the user has a password. Null for askers who may not create links. */
  async exists({ permissions }: Actor, user: UserId): Promise<boolean | null> {
    return permissions.has('user.manage') ? this.parts.signIn.passwords.has(user) : null;
  }
}
