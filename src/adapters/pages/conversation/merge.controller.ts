import { Get, Param, Query } from '@nestjs/common';
import type { Actor } from '../../../domain/people/actor';
import { TicketReader } from '../../desk/tickets/ticket-reader';
import { Page } from '../../web/route-config';
import { Who } from '../access/visit';
import type { PageAnswer } from '../rendering/answer';
import { PageController } from '../rendering/page-controller';
import { Candidates } from './candidates';

/** Search for the ticket to merge with, while the user types (S4.44). */
@PageController('tickets')
export class MergeController {
  constructor(
    private readonly reader: TicketReader,
    private readonly candidates: Candidates,
  ) {}

  @Get(':number/candidates')
  @Page()
  async find(@Param('number') number: string, @Query() query: Record<string, unknown>, @Who() actor: Actor): Promise<PageAnswer> {
    const ticket = await this.reader.read(await this.reader.idAt(number, actor), actor);
    const field = query['field'] === 'primary' ? 'primary' : 'duplicates';
    const chosen = [query['chosen']].flat().filter((one) => typeof one === 'string');
    const q = typeof query['q'] === 'string' ? query['q'] : '';
    const items = await this.candidates.of(ticket, actor, { q, chosen });
    const template = 'conversation/candidates';
    const view = { field, items, type: field === 'primary' ? 'radio' : 'checkbox' };
    return { template, dialog: template, title: ticket.number, here: 'tickets', view };
  }
}
