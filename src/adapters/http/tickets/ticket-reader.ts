import { Inject, Injectable } from '@nestjs/common';
import { QueryBus } from '@nestjs/cqrs';
import type { FastifyReply } from 'fastify';
import type { TicketId } from '../../../domain/kernel/ids';
import type { Actor } from '../../../domain/registry/actor';
import type { ReadModels } from '../../../projections/kernel/read-models';
import { audienceOf, getTicket, type TicketPage } from '../../../projections/queries/read-ticket';
import { ExecuteQuery } from '../../cqrs/execute-query';
import { allowedLinks, type AllowedLink } from './allowed-links';
import { etag } from '../etag';
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

  /** As the read model for this reader has it. @throws {DomainError} unknown */
  async page(ticket: TicketId, actor: Actor): Promise<TicketPage> {
    const page = await this.queries.execute(new ExecuteQuery(getTicket, actor, { ticket }));
    if (page === null) throw unknownTicket(ticket);
    return page;
  }

  /**
   * The revision is taken before the document is read, and the document waits for it: an ETag never claims more than was shown. For
   * customers it counts staff facts too, for If-Match is compared with the stream.
   * @throws {DomainError} unknown
   */
  async read(ticket: TicketId, actor: Actor, reply: FastifyReply): Promise<TicketResource> {
    const now = await this.now(ticket, actor);
    const isFresh = await this.models.waitFor([`ticket-detail-${audienceOf(actor)}`], now.position, freshWithinMs);
    const page = await this.page(ticket, actor);
    const revision = isFresh ? now.revision : page.ticket.revision;
    void reply.header('etag', etag(revision));
    return { ...page.ticket, revision, allowed: allowedLinks(ticket, now.allowed), names: page.names };
  }
}
