import { Get, Param, Post, Query, Req } from '@nestjs/common';
import type { FastifyRequest } from 'fastify';
import { isCertain } from '../../desk/is-certain';
import type { Actor } from '../../../domain/people/actor';
import { BulkDesk, mostAtOnce } from '../../desk/tickets/bulk-desk';
import { ticketVerbs } from '../../desk/tickets/ticket-desk';
import { EdgeError } from '../../web/problems/problem';
import { Page } from '../../web/route-config';
import { Sent, valueIn, visitOf, Who, type SentForm } from '../access/visit';
import { bodyOf, typedIn } from '../forms/sent-values';
import { goTo, type PageAnswer } from '../rendering/answer';
import { PageController } from '../rendering/page-controller';
import { translateFor } from '../rendering/wording';
import { askerOf } from '../tickets/command.controller';
import { bulkActionsFor, type BulkAction } from './bulk-actions';
import { BulkForms } from './bulk-forms';
import { bulkResults } from './bulk-results';
import { BulkSelection } from './bulk-selection';
import { addressOf, askedIn, questionIn, textsOf, type Asked, type ListQuestion } from './list-question';
import { tabsFor } from './tabs';

/** Bulk commands: choose, confirm, and see the result for each ticket. */
@PageController('tickets/bulk')
export class BulkController {
  constructor(
    private readonly selection: BulkSelection,
    private readonly forms: BulkForms,
    private readonly desk: BulkDesk,
  ) {}

  @Get()
  @Page()
  async choose(@Query() query: Asked, @Who() actor: Actor, @Req() request: FastifyRequest): Promise<PageAnswer> {
    const action = actionOf(textsOf(query['do']).at(-1), actor);
    const question = listIn(textsOf(query['list']).at(-1) ?? '', actor);
    const numbers = textsOf(query['ticket']);
    const isAll = textsOf(query['all']).length > 0;
    if (!isAll && numbers.length === 0) return goTo(addressOf('/tickets', question), { key: 'lists.bulk.selectFirst' });
    const { timeZone } = visitOf(request).viewer;
    const selected = isAll
      ? await this.selection.ofList(question, actor, timeZone)
      : await this.selection.ofNumbers(numbers, actor);
    if (selected === null) return tooMany(question, request);
    return this.forms.page({ action, selected, question, actor, request }, { typed: new Map(), refusal: null });
  }

  /** Returns a page instead of a redirect. Repeating the form, as after going back or an outage, records nothing twice and shows the same results. */
  @Post(':verb')
  @Page()
  async act(
    @Param('verb') verb: string,
    @Sent() sent: SentForm,
    @Who() actor: Actor,
    @Req() request: FastifyRequest,
  ): Promise<PageAnswer> {
    const action = actionOf(verb, actor);
    const question = listIn(valueIn(sent, 'list'), actor);
    const numbers = sent.entries.filter(([name]) => name === 'ticket').map(([, value]) => value);
    const selected = await this.selection.ofNumbers(numbers, actor);
    if (selected === null) return tooMany(question, request);
    const typed = typedIn(sent.entries);
    try {
      const body = bodyOf(ticketVerbs.forms[action.type].fields, { typed, zone: visitOf(request).viewer.timeZone });
      const tickets = selected.lines.map(({ id }) => id);
      const results = await this.desk.act(askerOf({ actor, request, sent }), { tickets, type: action.type, body });
      const now = await this.selection.ofNumbers(numbers, actor);
      return bulkResults({ action, selected, now: now?.lines ?? [], results, question, t: translateFor(request) });
    } catch (refusal) {
      if (!isCertain(refusal)) throw refusal;
      return this.forms.page({ action, selected, question, actor, request }, { typed, refusal });
    }
  }
}

/** @throws {EdgeError} no-such-route: no such bulk action, or not for this actor */
function actionOf(verb: string | undefined, actor: Actor): BulkAction {
  const action = bulkActionsFor(actor).find((one) => one.verb === verb);
  if (action === undefined) throw new EdgeError('no-such-route', 'This cannot be done to several tickets at once.');
  return action;
}

/** The list in which the tickets were selected. */
function listIn(query: string, actor: Actor): ListQuestion {
  return questionIn(askedIn(query), tabsFor(actor)).question;
}

function tooMany(question: ListQuestion, request: FastifyRequest): PageAnswer {
  const t = translateFor(request);
  return {
    ...{ template: 'lists/bulk-too-many', title: t('lists.bulk.tooMany'), here: 'tickets', status: 422 },
    view: { most: mostAtOnce, back: addressOf('/tickets', question) },
  };
}
