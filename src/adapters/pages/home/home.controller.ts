import { Get, Inject, Query, Req } from '@nestjs/common';
import { QueryBus } from '@nestjs/cqrs';
import type { FastifyRequest } from 'fastify';
import type { Actor } from '../../../domain/people/actor';
import { readScope } from '../../../domain/ticket/ticket.facets';
import { getDashboard } from '../../../projections/reports/ask-reports';
import type { Tiles } from '../../../projections/tickets/dashboard';
import type { ReadModels } from '../../../projections/kernel/read-models';
import { namesOf } from '../../../projections/people/names';
import { ExecuteQuery } from '../../cqrs/execute-query';
import { TicketReader } from '../../desk/tickets/ticket-reader';
import { READ_MODELS } from '../../desk/tokens';
import { Page } from '../../web/route-config';
import { Who } from '../access/visit';
import type { PageAnswer } from '../rendering/answer';
import { DeskSetup } from '../people/desk-setup';
import { PageController } from '../rendering/page-controller';
import { translateFor } from '../rendering/wording';
import { paramsOf, questionIn } from '../tickets/list-question';
import { perPage } from '../tickets/ticket-list.controller';
import { listView } from '../tickets/list-view';

/** The dashboard: four numbers, each with its list, and the tickets that are one's own and open (S4.1–S4.7). */
@PageController()
export class HomeController {
  constructor(
    private readonly queries: QueryBus,
    private readonly reader: TicketReader,
    private readonly setup: DeskSetup,
    @Inject(READ_MODELS) private readonly models: ReadModels,
  ) {}

  @Get()
  @Page()
  async show(@Query() query: Record<string, unknown>, @Who() actor: Actor, @Req() request: FastifyRequest): Promise<PageAnswer> {
    const t = translateFor(request);
    const name = (await namesOf(this.models, { users: [actor.user] }))[actor.user] ?? '';
    const page = { template: 'home/home', title: t('home.title'), here: 'home' };
    // Whoever may read no ticket, such as a privacy officer of another house, is told what to do instead.
    if (readScope(actor) === null) return { ...page, view: { name, steps: null, tiles: [], list: null } };
    const question = questionIn(query);
    const [tiles, tickets] = await Promise.all([
      this.queries.execute(new ExecuteQuery(getDashboard, actor, undefined)),
      this.reader.list(actor, paramsOf(question, perPage)),
    ]);
    const list = listView({ path: '/', question, page: tickets, actor, t });
    const steps = await this.setup.steps(actor, tiles.total);
    return { ...page, view: { name, steps, tiles: tilesOf(tiles), list } };
  }
}

function tilesOf({ highPriority, open, closed, unassigned }: Tiles) {
  return [
    { key: 'highPriority', count: highPriority, href: '/tickets?scope=all&priority=critical,high' },
    { key: 'open', count: open, href: '/tickets?scope=all' },
    { key: 'closed', count: closed, href: '/tickets?scope=all&state=closed' },
    { key: 'unassigned', count: unassigned, href: '/tickets?scope=all&assignee=none' },
  ];
}
