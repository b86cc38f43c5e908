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
  /** Secret of the link to set a password. Null while another person's consent is missing. */
  readonly secret: string | null;
}

/** Adds a colleague in one step: register, consent, grant a role. Steps that the asker may not do are skipped. */
@Injectable()
export class Enrolment {
  constructor(
    private readonly accounts: UserDesk,
    @Inject(USER_PASSWORDS) private readonly passwords: Pick<UserPasswords, 'link'>,
  ) {}

  /** Steps after the registration may be refused and are left to others. @throws {DomainError} why the user was not registered */
  async enrol(asker: Asker, body: object, role: string | null): Promise<Enrolled> {
    const { id } = await this.accounts.act(asker, { resource: users, type: 'RegisterUser', id: null, body });
    if (role !== null) await this.next(asker, id, { type: 'GrantRole', body: { role } });
    for (const side of approvalSides) await this.next(asker, id, { type: 'ApproveUser', body: { side } });
    const secret = await this.passwords.link(asker.actor, id).catch(nullIfRefused);
    return { id, secret };
  }

  private async next(asker: Asker, id: string, { type, body }: { readonly type: string; readonly body: object }): Promise<void> {
    const { idempotencyKey: key } = asker;
    const step = { ...asker, ...(key !== undefined && { idempotencyKey: `${key} ${type} ${JSON.stringify(body)}` }) };
    await this.accounts.act(step, { resource: users, type, id, body }).catch(nullIfRefused);
  }
}

/** Null for a refusal. Rethrows when a store did not answer. */
function nullIfRefused(refusal: unknown): null {
  if (refusal instanceof DomainError && refusal.code !== 'unavailable') return null;
  throw refusal;
}
