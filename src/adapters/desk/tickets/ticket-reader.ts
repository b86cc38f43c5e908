import { Inject, Injectable } from '@nestjs/common';
import { QueryBus } from '@nestjs/cqrs';
import type { Instant } from '../../../domain/kernel/instant';
import { isUuid, type TicketId } from '../../../domain/kernel/ids';
import type { Actor } from '../../../domain/people/actor';
import type { ReadModels } from '../../../projections/kernel/read-models';
import { listTickets, type TicketListPage, type TicketListParams } from '../../../projections/tickets/list-tickets';
import { detailModel, linesFor } from '../../../projections/tickets/audience';
import type { ActivityPage } from '../../../projections/tickets/merged-view';
import { ticketList } from '../../../projections/tickets/ticket-list';
import {
  findTicket,
  getActivity,
  getTicket,
  isTicketNumber,
  type ActivityEntry,
  type ActivityParams,
  type LinePage,
  type TicketPage,
} from '../../../projections/tickets/read-ticket';
import { ExecuteQuery, type Question } from '../../cqrs/execute-query';
import { freshWithinMs, inTime, NotShownYet } from '../in-time';
import { refuseFields } from '../refuse-fields';
import { READ_MODELS } from '../tokens';
import { TicketNowReader, unknownTicket, verbsOf, type AllowedVerb } from './ticket-now';

/** A ticket's revision, as in a command's outcome. */
export interface RevisionOf {
  readonly ticket: TicketId;
  readonly revision: number;
}

export type TicketView = TicketPage['ticket'] &
  Pick<TicketPage, 'names'> & {
    readonly allowed: readonly AllowedVerb[];
    /** The log has newer facts that the read model does not show yet. */
    readonly isBehind: boolean;
    /** The log's last answer during an outage: later facts are missing and commands fail. Null while the log answers. */
    readonly asOf: Instant | null;
  };

export type ShownActivity = LinePage<ActivityEntry> & ActivityPage<ActivityEntry> & Pick<TicketView, 'asOf'>;

@Injectable()
export class TicketReader {
  constructor(
    private readonly queries: QueryBus,
    @Inject(READ_MODELS) private readonly models: ReadModels,
    private readonly tickets: TicketNowReader,
  ) {}

  /**
   * With `atLeast`, waits until the list shows that revision.
   * @throws {DomainError} invalid, not-permitted, unknown @throws {NotShownYet}
   */
  async list(actor: Actor, params: TicketListParams, atLeast?: RevisionOf): Promise<TicketListPage> {
    if (atLeast !== undefined)
      await this.waitForList(actor, atLeast, params.text === undefined ? [] : linesFor(actor, 'activity'));
    return this.queries.execute(new ExecuteQuery(listTickets, actor, params));
  }

  private async waitForList(actor: Actor, { ticket, revision }: RevisionOf, searched: readonly string[]): Promise<void> {
    const now = await this.tickets.now(ticket, actor);
    if (revision > now.revision)
      refuseFields([
        { field: 'atLeast', message: `names a revision that the ticket does not have: its newest is ${now.revision}` },
      ]);
    if (!(await this.models.waitFor([ticketList.name, ...searched], now.position, freshWithinMs))) throw new NotShownYet();
  }

  /**
   * Reads one part of a ticket from the reader's read models. Null when the visible ticket has no such part.
   * @throws {DomainError} unknown @throws {NotShownYet}
   */
  part<Params extends { readonly ticket: TicketId }, T>(
    question: Question<Params, T | null>,
    actor: Actor,
    params: Params,
  ): Promise<T | null> {
    return inTime(this.models, {
      ask: () => this.queries.execute(new ExecuteQuery(question, actor, params)),
      readModels: [detailModel(actor)],
      recordedAt: async () => (await this.tickets.now(params.ticket, actor)).position,
    });
  }

  /** Like `part`, for parts that every visible ticket has. Null means that the ticket was handed over meanwhile. */
  async whole<Params extends { readonly ticket: TicketId }, T>(
    question: Question<Params, T | null>,
    actor: Actor,
    params: Params,
  ): Promise<T> {
    return (await this.part(question, actor, params)) ?? Promise.reject(unknownTicket(params.ticket));
  }

  /**
   * As fresh as the ticket, so links and unlinks show at once (rule 3).
   * @throws {DomainError} unknown @throws {NotShownYet}
   */
  async activity(actor: Actor, params: ActivityParams): Promise<ShownActivity> {
    const now = await this.tickets.nowOrAsOf(params.ticket, actor);
    const names = [detailModel(actor), ...linesFor(actor, 'activity')];
    const isFresh = 'asOf' in now || (await this.models.waitFor(names, now.position, freshWithinMs));
    const page = await this.queries.execute(new ExecuteQuery(getActivity, actor, params));
    if (page === null) throw isFresh ? unknownTicket(params.ticket) : new NotShownYet();
    return { ...page, asOf: 'asOf' in now ? now.asOf : null };
  }

  /** By id or number. @throws {DomainError} unknown, invalid */
  async idOf(idOrNumber: string, actor: Actor): Promise<TicketId> {
    if (isUuid(idOrNumber)) return idOrNumber;
    if (!isTicketNumber(idOrNumber))
      return refuseFields([{ field: 'id', message: 'must be an id as the API answers it, or a number such as CT-000123' }]);
    const found = await this.queries.execute(new ExecuteQuery(findTicket, actor, { number: idOrNumber }));
    return found ?? Promise.reject(unknownTicket(idOrNumber));
  }

  /** In the address of a page, what is no number names nothing. @throws {DomainError} unknown */
  async idAt(place: string, actor: Actor): Promise<TicketId> {
    if (isUuid(place)) return place;
    const number = place.toUpperCase();
    return isTicketNumber(number) ? this.idOf(number, actor) : Promise.reject(unknownTicket(place));
  }

  /** @throws {DomainError} unknown */
  mustSee(ticket: TicketId, actor: Actor): Promise<unknown> {
    return this.tickets.now(ticket, actor);
  }

  /**
   * The revision is read first and the document waits for it, so the revision never exceeds the content. It counts staff facts for customers
   * too, because If-Match is compared with the stream.
   * @throws {DomainError} unknown @throws {NotShownYet}
   */
  async read(ticket: TicketId, actor: Actor): Promise<TicketView> {
    const now = await this.tickets.nowOrAsOf(ticket, actor);
    if ('asOf' in now) return this.known(ticket, actor, now.asOf);
    const isFresh = await this.models.waitFor([detailModel(actor)], now.position, freshWithinMs);
    const page = await this.queries.execute(new ExecuteQuery(getTicket, actor, { ticket }));
    if (page === null) throw isFresh ? unknownTicket(ticket) : new NotShownYet();
    const revision = isFresh ? now.revision : page.ticket.revision;
    return { ...page.ticket, revision, allowed: verbsOf(now.allowed), names: page.names, isBehind: !isFresh, asOf: null };
  }

  /** Reads from the read models during an outage of the log. */
  private async known(ticket: TicketId, actor: Actor, asOf: Instant): Promise<TicketView> {
    const page = await this.queries.execute(new ExecuteQuery(getTicket, actor, { ticket }));
    if (page === null) throw unknownTicket(ticket);
    return { ...page.ticket, allowed: [], names: page.names, isBehind: false, asOf };
  }
}
