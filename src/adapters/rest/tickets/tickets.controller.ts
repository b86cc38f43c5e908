import { Controller, Get, HttpCode, Post, Req, Res } from '@nestjs/common';
import type { FastifyReply, FastifyRequest } from 'fastify';
import type { Values } from '../../../domain/kernel/fields';
import type { Actor } from '../../../domain/people/actor';
import { getLog } from '../../../projections/tickets/read-ticket';
import type { Outcome } from '../../desk/asker';
import { OpeningDesk } from '../../desk/tickets/opening-desk';
import { TicketDesk, ticketVerbs } from '../../desk/tickets/ticket-desk';
import { TicketReader } from '../../desk/tickets/ticket-reader';
import { callOf, CurrentActor, PathOf, QueryOf, type Call } from '../../web/call';
import { etag } from '../../web/etag';
import { refusalOf } from '../../web/problems/problem';
import { TakesForms } from '../../web/route-config';
import { Answers, Describes } from '../answers/answers';
import { FormReader } from '../../web/forms/read-form';
import { commandIn } from '../command-in';
import { answerOf, type OutcomeAnswer } from '../outcome-reply';
import { paging, ticketPath } from '../paging.fields';
import { allowedLinks } from './allowed-links';
import { activityPage, logPage, ticketPage } from './answers';
import { ticketOrOutcome, ticket as ticketAnswer, type TicketResource } from './ticket.answer';
import { atLeastIn, ticketList, ticketListParams } from './ticket-list.fields';

type Paging = Values<typeof paging>;
type Id = Values<typeof ticketPath>;

@Controller('v1/tickets')
export class TicketsController {
  constructor(
    private readonly desk: TicketDesk,
    private readonly reader: TicketReader,
    private readonly opening: OpeningDesk,
    private readonly forms: FormReader,
  ) {}

  @Post()
  @TakesForms()
  @Answers(ticketOrOutcome)
  async open(@Req() request: FastifyRequest, @Res({ passthrough: true }) reply: FastifyReply) {
    const call = callOf(request);
    const outcome = await this.opening.open(call.asker, await this.forms.read(request, ticketVerbs.forms.OpenTicket));
    return this.answer(outcome, call, reply, `/v1/tickets/${outcome.id}`);
  }

  @Post(':id/:verb')
  @HttpCode(200)
  @TakesForms()
  @Answers(ticketOrOutcome)
  async act(@Req() request: FastifyRequest<{ Params: Id }>, @Res({ passthrough: true }) reply: FastifyReply) {
    const type = commandIn({ plural: 'tickets', table: ticketVerbs }, request);
    const call = callOf(request);
    const ticket = await this.reader.idOf(request.params.id, call.asker.actor);
    const sent = await this.forms.read(request, ticketVerbs.forms[type], () => this.reader.mustSee(ticket, call.asker.actor));
    return this.answer(await this.desk.act(call.asker, { ticket, type, ...sent }), call, reply);
  }

  @Get()
  @Describes({
    ...{ id: 'tickets_list', does: 'Lists tickets', answer: ticketPage, headers: ['Link'], refuses: ['not-permitted'] },
    more: 'Tickets that you may read, last changed first.',
  })
  list(@QueryOf(ticketList) asked: Values<typeof ticketList>, @CurrentActor() actor: Actor) {
    return this.reader.list(actor, ticketListParams(asked), atLeastIn(asked));
  }

  @Get(':id')
  @Describes({
    ...{ id: 'tickets_read', does: 'Reads a ticket', answer: ticketAnswer, headers: ['ETag'], refuses: ['not-shown-yet'] },
    more: '`allowed` lists the commands that you can send now, with their fields.',
  })
  async read(@PathOf(ticketPath) { id }: Id, @CurrentActor() actor: Actor, @Res({ passthrough: true }) reply: FastifyReply) {
    return this.resource(await this.reader.idOf(id, actor), actor, reply);
  }

  @Get(':id/activity')
  @Describes({
    ...{ id: 'tickets_readActivity', does: 'Reads the activity of a ticket', answer: activityPage, headers: ['Link'] },
    ...{ more: 'Oldest first, including its duplicates. Entries that you may not see are left out.', refuses: ['not-shown-yet'] },
  })
  async activity(@PathOf(ticketPath) { id }: Id, @QueryOf(paging) asked: Paging, @CurrentActor() actor: Actor) {
    return this.reader.activity(actor, { ticket: await this.reader.idOf(id, actor), ...asked });
  }

  @Get(':id/log')
  @Describes({
    ...{ id: 'tickets_readLog', does: 'Reads every fact of a ticket', answer: logPage, headers: ['Link'] },
    more: 'Each fact has two times and its hashes. Needs the permission `audit.read-log`.',
    refuses: ['not-permitted', 'not-shown-yet'],
  })
  async log(@PathOf(ticketPath) { id }: Id, @QueryOf(paging) asked: Paging, @CurrentActor() actor: Actor) {
    return this.reader.whole(getLog, actor, { ticket: await this.reader.idOf(id, actor), ...asked });
  }

  private async resource(id: string, actor: Actor, reply: FastifyReply): Promise<TicketResource> {
    const { allowed, ...ticket } = await this.reader.read(id, actor);
    void reply.header('etag', etag(ticket.revision));
    return { ...ticket, allowed: allowedLinks(ticket.id, allowed) };
  }

  private async answer(
    outcome: Outcome,
    { asker, wantsRepresentation }: Call,
    reply: FastifyReply,
    location?: string,
  ): Promise<OutcomeAnswer | TicketResource> {
    const answer = answerOf(outcome, reply, location);
    const shown = wantsRepresentation ? await this.readShown(outcome.id, asker.actor, reply) : null;
    // A ticket older than the outcome would look as if nothing had been recorded.
    if (shown === null || shown.revision < outcome.revision) {
      void reply.header('etag', etag(outcome.revision));
      return answer;
    }
    void reply.header('preference-applied', 'return=representation');
    return shown;
  }

  /** Null when the reader lost access or no store can show the ticket. The command is recorded all the same. */
  private async readShown(ticket: string, actor: Actor, reply: FastifyReply): Promise<TicketResource | null> {
    try {
      return await this.resource(ticket, actor, reply);
    } catch (error) {
      if (refusalOf(error).code === 'internal') throw error;
      return null;
    }
  }
}
