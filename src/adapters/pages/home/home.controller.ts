import { Get, Query, Req } from '@nestjs/common';
import type { FastifyRequest } from 'fastify';
import type { Actor } from '../../../domain/people/actor';
import { readScope } from '../../../domain/ticket/ticket.facets';
import { Page } from '../../web/route-config';
import { visitOf, Who } from '../access/visit';
import { addressOf, hasBlanks, questionIn, type Asked } from '../lists/list-question';
import { tabsFor } from '../lists/tabs';
import { TicketLists } from '../lists/ticket-lists';
import { DeskSetup } from '../people/desk-setup';
import { goTo, type PageAnswer } from '../rendering/answer';
import { PageController } from '../rendering/page-controller';
import { translateFor } from '../rendering/wording';
import { Greeter } from './greeter';
import { Numbers } from './numbers';

/** The dashboard: four counters with their lists, and the user's open tickets (S4.1–S4.7). */
@PageController()
export class HomeController {
  constructor(
    private readonly greeter: Greeter,
    private readonly numbers: Numbers,
    private readonly lists: TicketLists,
    private readonly setup: DeskSetup,
  ) {}

  @Get()
  @Page()
  async show(@Query() query: Asked, @Who() actor: Actor, @Req() request: FastifyRequest): Promise<PageAnswer> {
    const greeting = await this.greeter.greet(actor, visitOf(request).viewer.timeZone);
    const page = { template: 'home/home', title: translateFor(request)('home.title'), here: 'home' };
    // Some users may read no tickets, such as a privacy officer. They get instructions instead.
    if (readScope(actor) === null) return { ...page, view: { ...greeting, setup: null, tiles: [], list: null } };
    const read = questionIn(query, tabsFor(actor));
    if (hasBlanks(query)) return goTo(addressOf('/', read.question));
    const [{ tiles, total }, list] = await Promise.all([this.numbers.of(actor), this.lists.viewOf('/', read, actor, request)]);
    const setup = await this.setup.steps(actor, total);
    return { ...page, view: { ...greeting, setup, tiles, list } };
  }
}
