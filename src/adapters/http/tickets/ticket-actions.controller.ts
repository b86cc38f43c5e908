import { Body, Controller, Param, Res } from '@nestjs/common';
import { ApiTags } from '@nestjs/swagger';
import type { FastifyReply } from 'fastify';
import type { TicketAction } from '../actions/action';
import { ticketActions } from '../actions/ticket-actions';
import { describedAs } from '../answers/answers';
import { ticketOutcome } from '../answers/outcomes';
import { CallOf, type Call } from '../call';
import { IdParam } from '../dto/params';
import type { Timed } from '../dto/timed.dto';
import { addRoute, TicketCommandHeaders } from '../routes-from-table';
import { TicketDesk } from './ticket-desk';

/** One route per entry of the action table. */
@ApiTags('Ticket commands')
@Controller('v1/tickets/:id')
export class TicketActionsController {
  constructor(readonly desk: TicketDesk) {}
}

for (const action of ticketActions) {
  addRoute(TicketActionsController, {
    path: action.path,
    summary: action.summary,
    operation: action.path,
    body: action.dto,
    described: [
      TicketCommandHeaders({ needsRevision: action.needsRevision }),
      describedAs(ticketOutcome, { headers: ['ETag', 'Preference-Applied'] }),
    ],
    parameters: [
      [IdParam, Param()],
      [action.dto, Body()],
      [Object, CallOf()],
      [Object, Res({ passthrough: true })],
    ],
    handler: handlerOf(action),
  });
}

function handlerOf(action: TicketAction) {
  return function (this: TicketActionsController, ...[{ id }, dto, call, reply]: [IdParam, Timed, Call, FastifyReply]) {
    return this.desk.act({ ticket: id, action, dto }, call, reply);
  };
}
