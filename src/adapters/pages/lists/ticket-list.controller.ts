import { Get, Query, Req, type StreamableFile } from '@nestjs/common';
import type { FastifyRequest } from 'fastify';
import type { Actor } from '../../../domain/people/actor';
import { isTicketNumber } from '../../../projections/tickets/read-ticket';
import { TicketReader } from '../../desk/tickets/ticket-reader';
import { unless } from '../../desk/unless';
import { Page } from '../../web/route-config';
import { Who } from '../access/visit';
import { Exporting, type SendTable } from '../exports/exporting';
import { goTo, type PageAnswer } from '../rendering/answer';
import { PageController } from '../rendering/page-controller';
import { translateFor } from '../rendering/wording';
import { FilterChoices } from './filter-choices';
import { filterForm } from './filter-form';
import { TicketLists } from './ticket-lists';
import { TicketTables } from './ticket-tables';
import { addressOf, hasBlanks, questionIn, type Asked } from './list-question';
import { tabsFor } from './tabs';

@PageController('tickets')
export class TicketListController {
  constructor(
    private readonly lists: TicketLists,
    private readonly choices: FilterChoices,
    private readonly reader: TicketReader,
    private readonly tables: TicketTables,
  ) {}

  @Get()
  @Page()
  async list(@Query() query: Asked, @Who() actor: Actor, @Req() request: FastifyRequest): Promise<PageAnswer> {
    const read = questionIn(query, tabsFor(actor));
    // Forms send empty fields too. Redirect to the URL without them.
    if (hasBlanks(query)) return goTo(addressOf('/tickets', read.question));
    const number = read.question.q.toUpperCase();
    // A complete number leads to its ticket.
    if (isTicketNumber(number) && (await this.reader.idOf(number, actor).catch(unless(null, 'unknown'))) !== null)
      return goTo(`/tickets/${number}`);
    const list = await this.lists.viewOf('/tickets', read, actor, request);
    return { template: 'lists/list-page', title: translateFor(request)('lists.title'), here: 'tickets', view: { list } };
  }

  @Get('export')
  @Page()
  async export(
    @Query() query: Asked,
    @Who() actor: Actor,
    @Req() request: FastifyRequest,
    @Exporting() send: SendTable,
  ): Promise<StreamableFile> {
    return send(await this.tables.tableOf(questionIn(query, tabsFor(actor)).question, actor, request));
  }

  @Get('filter')
  @Page()
  async filter(@Query() query: Asked, @Who() actor: Actor, @Req() request: FastifyRequest): Promise<PageAnswer> {
    const t = translateFor(request);
    const { question } = questionIn(query, tabsFor(actor));
    const [offers, names] = await Promise.all([this.choices.offersFor(actor), this.choices.namesOf(actor, question.filters, {})]);
    const path = query['on'] === 'home' ? '/' : '/tickets';
    return {
      ...{ template: 'lists/filter', dialog: 'lists/filter-form', title: t('lists.filterTitle'), here: 'tickets' },
      view: filterForm({ path, question, offers, names, t }),
    };
  }
}
