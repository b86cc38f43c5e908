import { Controller, Get, HttpCode, Post, Req, Res, UseInterceptors } from '@nestjs/common';
import { ApiExcludeEndpoint, ApiOperation, ApiTags } from '@nestjs/swagger';
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
import { EdgeError, refusalOf } from '../../web/problems/problem';
import { TakesForms } from '../../web/route-config';
import { Answers } from '../answers/answers';
import { AsksPath, AsksQuery } from '../documentation/asks';
import { FormReader } from '../files/read-form';
import { answerOf, type OutcomeAnswer } from '../outcome-reply';
import { PageLinks } from '../page-links.interceptor';
import { idPath, paging } from '../paging.fields';
import { allowedLinks, LinksInRefusals } from './allowed-links';
import { activityPage, logPage, ticketPage } from './answers';
import { ticketOrOutcome, ticket as ticketAnswer, type TicketResource } from './ticket.answer';
import { ticketList, ticketListParams } from './ticket-list.fields';

type Paging = Values<typeof paging>;
type Id = Values<typeof idPath>;

@ApiTags('Tickets')
@Controller('v1/tickets')
@UseInterceptors(PageLinks, LinksInRefusals)
export class TicketsController {
  constructor(
    private readonly desk: TicketDesk,
    private readonly reader: TicketReader,
    private readonly opening: OpeningDesk,
    private readonly forms: FormReader,
  ) {}

  @Post()
  @TakesForms()
  @ApiExcludeEndpoint()
  @Answers(ticketOrOutcome)
  async open(@Req() request: FastifyRequest, @Res({ passthrough: true }) reply: FastifyReply) {
    const call = callOf(request);
    const outcome = await this.opening.open(call.asker, await this.forms.read(request, ticketVerbs.forms.OpenTicket));
    return this.answer(outcome, call, reply, `/v1/tickets/${outcome.id}`);
  }

  @Post(':id/:verb')
  @HttpCode(200)
  @TakesForms()
  @ApiExcludeEndpoint()
  @Answers(ticketOrOutcome)
  async act(@Req() request: FastifyRequest<{ Params: Id & { verb: string } }>, @Res({ passthrough: true }) reply: FastifyReply) {
    const { verb } = request.params;
    const call = callOf(request);
    const type = ticketVerbs.verbs.get(verb) ?? rejectVerb(verb);
    const ticket = await this.reader.idOf(request.params.id, call.asker.actor);
    const sent = await this.forms.read(request, ticketVerbs.forms[type], () => this.reader.mustSee(ticket, call.asker.actor));
    return this.answer(await this.desk.act(call.asker, { ticket, type, ...sent }), call, reply);
  }

  @Get()
  @AsksQuery(ticketList)
  @ApiOperation({ operationId: 'tickets_list', summary: 'Lists tickets by tab, state, one filter or words' })
  @Answers(ticketPage, { headers: ['Link'] })
  list(@QueryOf(ticketList) asked: Values<typeof ticketList>, @CurrentActor() actor: Actor) {
    return this.reader.list(actor, ticketListParams(asked));
  }

  @Get(':id')
  @AsksPath(idPath)
  @ApiOperation({ operationId: 'tickets_read', summary: 'Reads a ticket, with what can be done with it now' })
  @Answers(ticketAnswer, { headers: ['ETag'] })
  async read(@PathOf(idPath) { id }: Id, @CurrentActor() actor: Actor, @Res({ passthrough: true }) reply: FastifyReply) {
    return this.resource(id, actor, reply);
  }

  @Get(':id/activity')
  @AsksPath(idPath)
  @AsksQuery(paging)
  @ApiOperation({ operationId: 'tickets_readActivity', summary: 'Reads what happened on it and its duplicates, oldest first' })
  @Answers(activityPage, { headers: ['Link'] })
  activity(@PathOf(idPath) { id }: Id, @QueryOf(paging) asked: Paging, @CurrentActor() actor: Actor) {
    return this.reader.activity(actor, { ticket: id, ...asked });
  }

  @Get(':id/log')
  @AsksPath(idPath)
  @AsksQuery(paging)
  @ApiOperation({
    operationId: 'tickets_readLog',
    summary: 'Reads every fact, with both times and hashes; needs the permission audit.read-log',
  })
  @Answers(logPage, { headers: ['Link'] })
  log(@PathOf(idPath) { id }: Id, @QueryOf(paging) asked: Paging, @CurrentActor() actor: Actor) {
    return this.reader.whole(getLog, actor, { ticket: id, ...asked });
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
    const shown = wantsRepresentation ? await this.shown(outcome.id, asker.actor, reply) : null;
    // Behind what was just recorded, it would look as if nothing had been.
    if (shown === null || shown.revision < outcome.revision) {
      void reply.header('etag', etag(outcome.revision));
      return answer;
    }
    void reply.header('preference-applied', 'return=representation');
    return shown;
  }

  /** Null where the reader sees the ticket no more, or no store shows it now: the command is recorded all the same. */
  private async shown(ticket: string, actor: Actor, reply: FastifyReply): Promise<TicketResource | null> {
    try {
      return await this.resource(ticket, actor, reply);
    } catch (error) {
      if (refusalOf(error).code === 'internal') throw error;
      return null;
    }
  }
}

function rejectVerb(verb: string): never {
  const known = [...ticketVerbs.verbs.keys()].sort().join(', ');
  throw new EdgeError('no-such-route', `Tickets have no command "${verb.slice(0, 50)}". They have: ${known}.`);
}
