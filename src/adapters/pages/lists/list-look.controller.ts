import { Get, Post, Query, Req } from '@nestjs/common';
import { QueryBus } from '@nestjs/cqrs';
import type { FastifyRequest } from 'fastify';
import { isInstant } from '../../../domain/kernel/instant';
import type { Actor } from '../../../domain/people/actor';
import { countChanges, mostChanges } from '../../../projections/tickets/list-tickets';
import { ExecuteQuery } from '../../cqrs/execute-query';
import { Page } from '../../web/route-config';
import { Sent, valueIn, visitOf, Who, type SentForm } from '../access/visit';
import { pathWithin } from '../access/within';
import { goTo, type PageAnswer } from '../rendering/answer';
import { PageController } from '../rendering/page-controller';
import { translateFor } from '../rendering/wording';
import { chosenColumns, columnsCookie } from './columns';
import { addressOf, paramsOf, questionIn, textsOf, type Asked } from './list-question';
import { tabsFor } from './tabs';

const yearSeconds = 365 * 86_400;

/** Preferences of lists: columns and the counter of new tickets. */
@PageController('tickets')
export class ListLookController {
  constructor(private readonly queries: QueryBus) {}

  @Post('columns')
  @Page()
  columns(@Sent() sent: SentForm): PageAnswer {
    const keys = sent.entries.filter(([name]) => name === 'column').map(([, key]) => key);
    const value = chosenColumns(keys)
      .map(({ key }) => key)
      .join('.');
    return goTo(pathWithin(valueIn(sent, 'from')), undefined, [{ name: columnsCookie, value, seconds: yearSeconds }]);
  }

  /** Returns a count and a link, never tickets: the list is loaded again under its reader's permissions. */
  @Get('news')
  @Page()
  async news(@Query() query: Asked, @Who() actor: Actor, @Req() request: FastifyRequest): Promise<PageAnswer> {
    const t = translateFor(request);
    const { question } = questionIn(query, tabsFor(actor));
    const since = textsOf(query['since']).at(-1) ?? '';
    const params = paramsOf({ ...question, after: null }, actor, { limit: mostChanges, zone: visitOf(request).viewer.timeZone });
    const count = isInstant(since) ? await this.queries.execute(new ExecuteQuery(countChanges, actor, { ...params, since })) : 0;
    const path = query['on'] === 'home' ? '/' : '/tickets';
    return {
      ...{ template: 'lists/news', dialog: 'lists/news', title: t('lists.title'), here: 'tickets' },
      view: { count, isMany: count >= mostChanges, href: addressOf(path, question) },
    };
  }
}
