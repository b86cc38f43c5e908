import { Inject, Injectable } from '@nestjs/common';
import { QueryBus } from '@nestjs/cqrs';
import type { FastifyReply } from 'fastify';
import { domainToASCII } from 'node:url';
import { v5 } from 'uuid';
import { normaliseEmail } from '../../../domain/registry/reservation';
import { requirePermission } from '../../../projections/queries/asking';
import { getUser } from '../../../projections/queries/read-registry';
import { ExecuteQuery } from '../../cqrs/execute-query';
import type { Call } from '../call';
import { said } from '../dto/fields';
import type { RegisterUserDto, ReviseUserDto } from '../dto/registry.dto';
import type { Asking, Emails } from '../ports';
import { RegistryDesk, type RegistryOutcome } from './registry-desk';
import { EMAILS } from '../tokens';

/** Accounts, whose e-mail address stands only once: claimed before it is recorded, let go when it was not or is no longer (rule 5). */
@Injectable()
export class UserDesk {
  constructor(
    private readonly desk: RegistryDesk,
    private readonly queries: QueryBus,
    @Inject(EMAILS) private readonly emails: Emails,
  ) {}

  register(dto: RegisterUserDto, call: Call, reply: FastifyReply): Promise<RegistryOutcome> {
    // A claim tells whether an address is known here: nobody may ask who may not register anyway.
    requirePermission(call.actor, 'user.manage');
    const asking = this.desk.asking(call, dto.occurredAt);
    const user = asking.commandId as string;
    const organisation = dto.organisation ?? call.actor.organisation;
    const command = { type: 'RegisterUser', user, organisation, login: true, name: dto.name, email: dto.email };
    const record = () => this.desk.carryOut({ category: 'user', id: null }, () => command, asking, reply);
    return this.claimed(dto.email, user, asking, record);
  }

  async revise(user: string, dto: ReviseUserDto, call: Call, reply: FastifyReply): Promise<RegistryOutcome> {
    if (user !== call.actor.user) requirePermission(call.actor, 'user.manage');
    const asking = this.desk.asking(call, dto.occurredAt);
    const { name, email } = dto;
    const command = said({ type: 'ReviseUser', name, email });
    const record = () => this.desk.carryOut({ category: 'user', id: user }, () => command, asking, reply);
    const before = await this.queries.execute(new ExecuteQuery(getUser, call.actor, { id: user }));
    if (email === undefined || isSame(email, before?.email)) return record();
    const outcome = await this.claimed(email, user, asking, record);
    if (typeof before?.email === 'string') await this.release(before.email, user, asking);
    return outcome;
  }

  private async claimed(email: string, user: string, asking: Asking, record: () => Promise<RegistryOutcome>) {
    await this.emails.claim(email, `user-${user}`, beside(asking, 'claim'));
    try {
      return await record();
    } catch (refusal) {
      await this.release(email, user, asking);
      throw refusal;
    }
  }

  private release(email: string, user: string, asking: Asking): Promise<void> {
    return this.emails.release(email, `user-${user}`, beside(asking, 'release'));
  }
}

/** Two spellings of one address are one claim: letting the old one go would let the new one go. */
function isSame(email: string, before: string | null | undefined): boolean {
  return typeof before === 'string' && normaliseEmail(email, domainToASCII) === normaliseEmail(before, domainToASCII);
}

/** A command that only prepares or ends another one. */
function beside({ actor, correlationId, commandId }: Asking, what: string) {
  return { actor, correlationId, commandId: v5(what, commandId) };
}
