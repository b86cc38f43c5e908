import { Inject, Injectable } from '@nestjs/common';
import { QueryBus } from '@nestjs/cqrs';
import type { FastifyReply } from 'fastify';
import type { TicketId } from '../../../domain/kernel/ids';
import type { Actor } from '../../../domain/people/actor';
import type { ReadModels } from '../../../projections/kernel/read-models';
import { audienceOf, getTicket, type TicketPage } from '../../../projections/tickets/read-ticket';
import { ExecuteQuery, type Question } from '../../cqrs/execute-query';
import { allowedLinks, type AllowedLink } from './allowed-links';
import { etag } from '../etag';
import { inTime, notShownYet } from '../in-time';
import { freshWithinMs } from '../limits';
import type { TicketNow, TicketOptions } from '../ports';
import { unknownTicket } from './ticket-commands';
import { READ_MODELS, TICKET_OPTIONS } from '../tokens';

export type TicketResource = TicketPage['ticket'] & Pick<TicketPage, 'names'> & { readonly allowed: readonly AllowedLink[] };

@Injectable()
export class TicketReader {
  constructor(
    private readonly queries: QueryBus,
    @Inject(READ_MODELS) private readonly models: ReadModels,
    @Inject(TICKET_OPTIONS) private readonly options: TicketOptions,
  ) {}

  /** As the log has it. @throws {DomainError} unknown */
  async now(ticket: TicketId, actor: Actor): Promise<TicketNow> {
    const now = await this.options.now(ticket, actor);
    if (now === null) throw unknownTicket(ticket);
    return now;
  }

  /**
   * What the read models for this reader have of a ticket; null where the reader may see it and there is no such part of it.
   * @throws {DomainError} unknown @throws {EdgeError} not-shown-yet
   */
  part<Params extends { readonly ticket: TicketId }, T>(
    question: Question<Params, T | null>,
    actor: Actor,
    params: Params,
  ): Promise<T | null> {
    return inTime(this.models, {
      ask: () => this.queries.execute(new ExecuteQuery(question, actor, params)),
      readModels: modelsFor(actor),
      recordedAt: async () => (await this.now(params.ticket, actor)).position,
    });
  }

  /** The same where null can only be a ticket that was handed to others meanwhile. */
  async whole<Params extends { readonly ticket: TicketId }, T>(
    question: Question<Params, T | null>,
    actor: Actor,
    params: Params,
  ): Promise<T> {
    return (await this.part(question, actor, params)) ?? Promise.reject(unknownTicket(params.ticket));
  }

  /**
   * The revision is taken before the document is read, and the document waits for it: an ETag never claims more than was shown. For
   * customers it counts staff facts too, for If-Match is compared with the stream.
   * @throws {DomainError} unknown @throws {EdgeError} not-shown-yet
   */
  async read(ticket: TicketId, actor: Actor, reply: FastifyReply): Promise<TicketResource> {
    const now = await this.now(ticket, actor);
    const isFresh = await this.models.waitFor(modelsFor(actor), now.position, freshWithinMs);
    const page = await this.queries.execute(new ExecuteQuery(getTicket, actor, { ticket }));
    if (page === null) throw isFresh ? unknownTicket(ticket) : notShownYet();
    const revision = isFresh ? now.revision : page.ticket.revision;
    void reply.header('etag', etag(revision));
    return { ...page.ticket, revision, allowed: allowedLinks(ticket, now.allowed), names: page.names };
  }
}

/** Who may see it stands there, too. */
function modelsFor(actor: Actor): readonly string[] {
  return [`ticket-detail-${audienceOf(actor)}`];
}
