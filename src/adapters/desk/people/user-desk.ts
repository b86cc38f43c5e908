import { Inject, Injectable } from '@nestjs/common';
import { domainToASCII } from 'node:url';
import { reject } from '../../../domain/kernel/errors';
import { normaliseEmail } from '../../../domain/people/reservation';
import type { UserCommand } from '../../../domain/people/user.commands';
import type { ReadModels } from '../../../projections/kernel/read-models';
import { users as userModel, type UserItem } from '../../../projections/people/users';
import { SIGN_IN, type SignInParts } from '../../auth/sign-in.port';
import type { Asker, Asking, Outcome } from '../asker';
import { freshWithinMs } from '../in-time';
import { isCertain } from '../is-certain';
import type { Emails } from '../ports';
import { EMAILS, READ_MODELS } from '../tokens';
import { Turns } from '../../cqrs/turns';
import { PeopleDesk, type PeopleRequest, type Prepared } from './people-desk';

/** Accounts with unique e-mail addresses (rule 5). An address is claimed before the command, and released when refused or replaced. */
@Injectable()
export class UserDesk {
  /** Serialises claims and releases of one account. */
  private readonly turns = new Turns();

  constructor(
    private readonly people: PeopleDesk,
    @Inject(READ_MODELS) private readonly models: ReadModels,
    @Inject(EMAILS) private readonly emails: Emails,
    @Inject(SIGN_IN) private readonly signIn: Pick<SignInParts, 'sessions'>,
  ) {}

  /** @throws {DomainError} the refusal */
  act(asker: Asker, request: PeopleRequest): Promise<Outcome> {
    const prepared = this.people.prepare(asker, request);
    const email = addressIn(prepared.command as UserCommand);
    const outcome = email === null ? prepared.record() : this.turns.take(prepared.id, () => this.withAddress(email, prepared));
    return endsSessions.has(request.type) ? this.endSessionsAfter(prepared.id, outcome) : outcome;
  }

  /** Ends the sessions for good: a resumed user must sign in again. */
  private async endSessionsAfter(user: string, recorded: Promise<Outcome>): Promise<Outcome> {
    const outcome = await recorded;
    await this.signIn.sessions.endOthers(user, null);
    return outcome;
  }

  /**
   * A claim reveals whether an address is known here, so only commands that would succeed claim one, and only their own claim is rolled back. A
   * repeated command claims nothing, because the account may have another address by now.
   */
  private async withAddress(email: string, { id: user, command, asking, record }: Prepared): Promise<Outcome> {
    const { repeated, position } = await this.people.commands.rehearse({ category: 'user', id: user }, command, asking);
    if (repeated) return record();
    const before = await this.addressOf(user, position);
    const isNew = await this.emails.claim(email, `user-${user}`, this.newAsking(asking));
    const outcome = await record().catch(async (refusal: unknown) => {
      if (isNew && isCertain(refusal)) await this.release(email, user, asking);
      throw refusal;
    });
    if (before !== null && !isSame(email, before)) await this.release(before, user, asking);
    return outcome;
  }

  /** Waits for the read model to show the account's own facts, so that an old address is not released twice. */
  private async addressOf(user: string, position: string | null): Promise<string | null> {
    if (position === null) return null;
    if (!(await this.models.waitFor([userModel.name], position, freshWithinMs))) {
      reject('unavailable', 'The latest changes of this account are still being read, and nothing was changed. Try again soon.');
    }
    return (await this.models.get<UserItem>(userModel.name, user))?.email ?? null;
  }

  private release(email: string, user: string, asking: Asking): Promise<void> {
    return this.emails.release(email, `user-${user}`, this.newAsking(asking));
  }

  private newAsking({ actor, correlationId }: Asking) {
    return { actor, correlationId, commandId: this.people.commands.newId() };
  }
}

const endsSessions: ReadonlySet<string> = new Set<UserCommand['type']>(['SuspendUser', 'EraseUser']);

/** The e-mail address in a command. */
function addressIn(command: UserCommand): string | null {
  return command.type === 'RegisterUser' || command.type === 'ReviseUser' ? (command.email ?? null) : null;
}

/** Two spellings of an address share one claim, so releasing the old spelling would release the new one. */
function isSame(email: string, before: string): boolean {
  return normaliseEmail(email, domainToASCII) === normaliseEmail(before, domainToASCII);
}
