import { Get, Query, Req } from '@nestjs/common';
import type { FastifyRequest } from 'fastify';
import type { Actor } from '../../../domain/people/actor';
import { isTicketNumber } from '../../../projections/tickets/read-ticket';
import { TicketReader } from '../../desk/tickets/ticket-reader';
import { Page } from '../../web/route-config';
import { Who } from '../access/visit';
import { goTo, type PageAnswer } from '../rendering/answer';
import { PageController } from '../rendering/page-controller';
import { translateFor } from '../rendering/wording';
import { paramsOf, questionIn } from './list-question';
import { listView } from './list-view';

export const perPage = 50;

@PageController('tickets')
export class TicketListController {
  constructor(private readonly reader: TicketReader) {}

  @Get()
  @Page()
  async list(@Query() query: Record<string, unknown>, @Who() actor: Actor, @Req() request: FastifyRequest): Promise<PageAnswer> {
    const question = questionIn(query);
    const number = question.q.toUpperCase();
    // Whoever types a whole number wants that ticket.
    if (isTicketNumber(number) && (await this.reader.idOf(number, actor).catch(() => null)) !== null)
      return goTo(`/tickets/${number}`);
    const page = await this.reader.list(actor, paramsOf(question, perPage));
    const t = translateFor(request);
    const list = listView({ path: '/tickets', question, page, actor, t });
    return { template: 'tickets/list-page', title: t('tickets.title'), here: 'tickets', view: { list } };
  }
}
