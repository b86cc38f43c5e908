import { Body, Controller, Get, Param, Post, Query, Res, UseInterceptors } from '@nestjs/common';
import { QueryBus } from '@nestjs/cqrs';
import { ApiOperation, ApiTags } from '@nestjs/swagger';
import type { FastifyReply } from 'fastify';
import type { Actor } from '../../../domain/people/actor';
import { listTickets } from '../../../projections/tickets/list-tickets';
import { getActivity, getLog } from '../../../projections/tickets/read-ticket';
import { ExecuteQuery } from '../../cqrs/execute-query';
import { Answers } from '../answers/answers';
import { ticketOutcome } from '../answers/outcomes';
import { ticket } from '../answers/ticket';
import { activityPage, logPage, ticketPage } from '../answers/tickets';
import { CallOf, CurrentActor, type Call } from '../call';
import { OpenTicketDto } from '../dto/intake.dto';
import { PagingDto } from '../dto/paging.dto';
import { IdParam } from '../dto/params';
import { TicketListDto, ticketListParams } from '../dto/ticket-list.dto';
import { PageLinks } from '../page-links.interceptor';
import { TicketCommandHeaders } from '../routes-from-table';
import { TicketDesk } from './ticket-desk';
import { TicketReader } from './ticket-reader';

@ApiTags('Tickets')
@Controller('v1/tickets')
@UseInterceptors(PageLinks)
export class TicketsController {
  constructor(
    private readonly desk: TicketDesk,
    private readonly reader: TicketReader,
    private readonly queries: QueryBus,
  ) {}

  @Post()
  @TicketCommandHeaders()
  @ApiOperation({ operationId: 'open', summary: 'Opens a ticket' })
  @Answers(ticketOutcome, { status: 201, headers: ['ETag', 'Location', 'Preference-Applied'] })
  open(@Body() dto: OpenTicketDto, @CallOf() call: Call, @Res({ passthrough: true }) reply: FastifyReply) {
    return this.desk.open(dto, call, reply);
  }

  @Get()
  @ApiOperation({ operationId: 'listTickets', summary: 'Tickets by tab, state, one filter or words' })
  @Answers(ticketPage, { headers: ['Link'] })
  list(@Query() dto: TicketListDto, @CurrentActor() actor: Actor) {
    return this.queries.execute(new ExecuteQuery(listTickets, actor, ticketListParams(dto)));
  }

  @Get(':id')
  @ApiOperation({ operationId: 'readTicket', summary: 'A ticket, with what can be done with it now' })
  @Answers(ticket, { headers: ['ETag'] })
  read(@Param() { id }: IdParam, @CurrentActor() actor: Actor, @Res({ passthrough: true }) reply: FastifyReply) {
    return this.reader.read(id, actor, reply);
  }

  @Get(':id/activity')
  @ApiOperation({ operationId: 'readActivity', summary: 'What happened, oldest first, as far as you may know it' })
  @Answers(activityPage, { headers: ['Link'] })
  activity(@Param() { id }: IdParam, @Query() { limit, after }: PagingDto, @CurrentActor() actor: Actor) {
    return this.reader.whole(getActivity, actor, { ticket: id, limit, after });
  }

  @Get(':id/log')
  @ApiOperation({
    operationId: 'readLog',
    summary: 'Every fact, with both times and hashes; needs the permission audit.read-log',
  })
  @Answers(logPage, { headers: ['Link'] })
  log(@Param() { id }: IdParam, @Query() { limit, after }: PagingDto, @CurrentActor() actor: Actor) {
    return this.reader.whole(getLog, actor, { ticket: id, limit, after });
  }
}
