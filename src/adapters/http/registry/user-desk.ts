import { Inject, Injectable } from '@nestjs/common';
import type { FastifyReply } from 'fastify';
import { domainToASCII } from 'node:url';
import { DomainError, reject } from '../../../domain/kernel/errors';
import { normaliseEmail } from '../../../domain/people/reservation';
import type { ReviseUser, RegisterUser } from '../../../domain/people/user.commands';
import type { ReadModels } from '../../../projections/kernel/read-models';
import { users, type UserItem } from '../../../projections/people/users';
import type { Call } from '../call';
import { Commands } from '../commands';
import { said } from '../dto/fields';
import type { RegisterUserDto, ReviseUserDto } from '../dto/registry.dto';
import { freshWithinMs } from '../limits';
import type { Asking, Emails } from '../ports';
import { EMAILS, READ_MODELS } from '../tokens';
import { RegistryDesk, type RegistryOutcome } from './registry-desk';
import { Turns } from './turns';

interface Change {
  readonly user: string;
  readonly command: RegisterUser | ReviseUser;
  readonly asking: Asking;
  readonly record: () => Promise<RegistryOutcome>;
}

/** Accounts, whose e-mail address stands only once: claimed before it is recorded, let go when it was not or is no longer (rule 5). */
@Injectable()
export class UserDesk {
  /** Nobody claims or lets go of an address for an account while somebody else does so for the same one. */
  private readonly turns = new Turns();

  constructor(
    private readonly desk: RegistryDesk,
    private readonly commands: Commands,
    @Inject(READ_MODELS) private readonly models: ReadModels,
    @Inject(EMAILS) private readonly emails: Emails,
  ) {}

  register(dto: RegisterUserDto, call: Call, reply: FastifyReply): Promise<RegistryOutcome> {
    const asking = this.desk.asking(call, dto.occurredAt);
    const user = asking.commandId as string;
    const organisation = dto.organisation ?? call.actor.organisation;
    const command: RegisterUser = { type: 'RegisterUser', user, organisation, login: true, name: dto.name, email: dto.email };
    const record = () => this.desk.carryOut({ category: 'user', id: null }, () => command, asking, reply);
    return this.turns.take(user, () => this.withAddress(dto.email, { user, command, asking, record }));
  }

  revise(user: string, { name, email, occurredAt }: ReviseUserDto, call: Call, reply: FastifyReply): Promise<RegistryOutcome> {
    const asking = this.desk.asking(call, occurredAt);
    const command: ReviseUser = said({ type: 'ReviseUser' as const, name, email });
    const record = () => this.desk.carryOut({ category: 'user', id: user }, () => command, asking, reply);
    if (email === undefined) return record();
    return this.turns.take(user, () => this.withAddress(email, { user, command, asking, record }));
  }

  /**
   * A claim tells whether an address is known here, so what would be refused claims none; and it lets go only of what it claimed itself. A
   * repeat has done all this before, and the account may have another address by now.
   */
  private async withAddress(email: string, { user, command, asking, record }: Change): Promise<RegistryOutcome> {
    const { repeated, position } = await this.commands.rehearse({ category: 'user', id: user }, command, asking);
    if (repeated) return record();
    const before = await this.addressOf(user, position);
    const isNew = await this.emails.claim(email, `user-${user}`, this.beside(asking));
    const outcome = await record().catch(async (refusal: unknown) => {
      if (isNew && isCertain(refusal)) await this.release(email, user, asking);
      throw refusal;
    });
    if (before !== null && !isSame(email, before)) await this.release(before, user, asking);
    return outcome;
  }

  /** Shown by the read model, once it has come as far as the account's own facts: an address of the past is let go of by nobody again. */
  private async addressOf(user: string, position: string | null): Promise<string | null> {
    if (position === null) return null;
    if (!(await this.models.waitFor([users.name], position, freshWithinMs))) {
      reject(
        'unavailable',
        'What was recorded of this account lately is still being read, and nothing was changed. Try again soon.',
      );
    }
    return (await this.models.get<UserItem>(users.name, user))?.email ?? null;
  }

  private release(email: string, user: string, asking: Asking): Promise<void> {
    return this.emails.release(email, `user-${user}`, this.beside(asking));
  }

  private beside({ actor, correlationId }: Asking) {
    return { actor, correlationId, commandId: this.commands.newId() };
  }
}

/** Where the log did not answer it may have been recorded all the same. */
function isCertain(refusal: unknown): boolean {
  return refusal instanceof DomainError && refusal.code !== 'unavailable';
}

/** Two spellings of one address are one claim: letting the old one go would let the new one go. */
function isSame(email: string, before: string): boolean {
  return normaliseEmail(email, domainToASCII) === normaliseEmail(before, domainToASCII);
}
