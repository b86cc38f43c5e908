import { setTimeout as sleep } from 'node:timers/promises';
import { Inject, Injectable } from '@nestjs/common';
import { verbOf } from '../../../domain/kernel/commands';
import { DomainError } from '../../../domain/kernel/errors';
import type { TicketId } from '../../../domain/kernel/ids';
import type { Instant } from '../../../domain/kernel/instant';
import type { Value } from '../../../domain/kernel/value';
import type { Actor } from '../../../domain/people/actor';
import type { AllowedCommand, Field } from '../../../domain/ticket';
import { StoreUnavailable } from '../../eventstore/errors';
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

/** Timeout for the log when the read models can answer instead. */
const soonMs = 1_000;

@Injectable()
export class TicketNowReader {
  constructor(@Inject(TICKET_OPTIONS) private readonly options: TicketOptions) {}

  /** Reads the log. @throws {DomainError} unknown */
  async now(ticket: TicketId, actor: Actor): Promise<TicketNow> {
    return (await this.options.now(ticket, actor)) ?? Promise.reject(unknownTicket(ticket));
  }

  /**
   * When the log does not answer soon, returns only the time of its last answer.
   * @throws {DomainError} unknown
   */
  async nowOrAsOf(ticket: TicketId, actor: Actor): Promise<TicketNow | { readonly asOf: Instant }> {
    const patience = new AbortController();
    const away = sleep(soonMs, null, { signal: patience.signal, ref: false });
    try {
      const now = await Promise.race([this.now(ticket, actor), away]);
      return now ?? { asOf: this.options.asOf() };
    } catch (error) {
      if (!(error instanceof StoreUnavailable)) throw error;
      return { asOf: this.options.asOf() };
    } finally {
      away.catch(() => undefined);
      patience.abort();
    }
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
