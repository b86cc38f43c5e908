import { Inject, Injectable } from '@nestjs/common';
import { verbOf } from '../../../domain/kernel/commands';
import { DomainError } from '../../../domain/kernel/errors';
import type { TicketId } from '../../../domain/kernel/ids';
import type { Value } from '../../../domain/kernel/value';
import type { Actor } from '../../../domain/people/actor';
import type { AllowedCommand, Field } from '../../../domain/ticket';
import type { TicketNow, TicketOptions } from '../ports';
import { TICKET_OPTIONS } from '../tokens';

/** A possible command, by its public name. */
export interface AllowedVerb {
  readonly command: string;
  readonly fields: readonly Field[];
}

export function verbsOf(allowed: readonly AllowedCommand[]): readonly AllowedVerb[] {
  return allowed.map(({ command, fields }) => ({ command: verbOf(command, 'ticket'), fields }));
}

@Injectable()
export class TicketNowReader {
  constructor(@Inject(TICKET_OPTIONS) private readonly options: TicketOptions) {}

  /** Reads the log. @throws {DomainError} unknown */
  async now(ticket: TicketId, actor: Actor): Promise<TicketNow> {
    return (await this.options.now(ticket, actor)) ?? Promise.reject(unknownTicket(ticket));
  }

  /**
   * Adds the possible commands to a refusal. Callers who may not see the ticket get `unknown` instead.
   * @throws {DomainError}
   */
  async explained<R>(ticket: TicketId, actor: Actor, attempt: () => Promise<R>): Promise<R> {
    try {
      return await attempt();
    } catch (refusal) {
      if (!(refusal instanceof DomainError) || silent.has(refusal.code)) throw refusal;
      const { revision: currentRevision, allowed } = await this.now(ticket, actor);
      const facts = { ...refusal.facts, currentRevision, allowed: verbsOf(allowed) as unknown as Value };
      throw new DomainError(refusal.code, refusal.message, facts);
    }
  }
}

/** The store is unavailable, so the possible commands cannot be read. */
const silent = new Set(['unavailable', 'upgrade-in-progress']);

export function unknownTicket(ticket: TicketId): DomainError {
  return new DomainError('unknown', `There is no ticket ${ticket}, or you have no access to it.`);
}
