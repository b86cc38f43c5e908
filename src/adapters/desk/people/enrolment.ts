import { Inject, Injectable } from '@nestjs/common';
import { DomainError } from '../../../domain/kernel/errors';
import { approvalSides } from '../../../domain/people/user.events';
import type { Asker } from '../asker';
import { USER_PASSWORDS } from '../tokens';
import { users } from './resources';
import { UserDesk } from './user-desk';
import type { UserPasswords } from './user-passwords';

export interface Enrolled {
  readonly id: string;
  /** Opens the page where a password is set; null where somebody else's consent is missing yet. */
  readonly secret: string | null;
}

/** A new colleague in one go: registered, consented to and given a role, as far as whoever does it may. */
@Injectable()
export class Enrolment {
  constructor(
    private readonly accounts: UserDesk,
    @Inject(USER_PASSWORDS) private readonly passwords: Pick<UserPasswords, 'link'>,
  ) {}

  /** What comes after the registration may be refused, and is left for others. @throws {DomainError} why the user was not registered */
  async enrol(asker: Asker, body: object, role: string | null): Promise<Enrolled> {
    const { id } = await this.accounts.act(asker, { resource: users, type: 'RegisterUser', id: null, body });
    if (role !== null) await this.next(asker, id, { type: 'GrantRole', body: { role } });
    for (const side of approvalSides) await this.next(asker, id, { type: 'ApproveUser', body: { side } });
    const secret = await this.passwords.link(asker.actor, id).catch(nullWhereRefused);
    return { id, secret };
  }

  private async next(asker: Asker, id: string, { type, body }: { readonly type: string; readonly body: object }): Promise<void> {
    const { idempotencyKey: key } = asker;
    const step = { ...asker, ...(key !== undefined && { idempotencyKey: `${key} ${type} ${JSON.stringify(body)}` }) };
    await this.accounts.act(step, { resource: users, type, id, body }).catch(nullWhereRefused);
  }
}

/** What could not be recorded because a store does not answer is no refusal. */
function nullWhereRefused(refusal: unknown): null {
  if (refusal instanceof DomainError && refusal.code !== 'unavailable') return null;
  throw refusal;
}
