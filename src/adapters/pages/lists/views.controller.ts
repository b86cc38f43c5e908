import { Get, Param, Post, Query, Req } from '@nestjs/common';
import type { FastifyRequest } from 'fastify';
import { DomainError } from '../../../domain/kernel/errors';
import type { Actor } from '../../../domain/people/actor';
import { longestViewName, ViewDesk } from '../../desk/tickets/view-desk';
import { Page } from '../../web/route-config';
import { Sent, valueIn, Who, type SentForm } from '../access/visit';
import { goTo, type PageAnswer } from '../rendering/answer';
import { PageController } from '../rendering/page-controller';
import { translateFor } from '../rendering/wording';
import { addressOf, askedIn, questionIn, queryOf, type Asked, type ListQuestion } from './list-question';
import { listAddress } from './views-view';
import { tabsFor } from './tabs';

/** Saved views: save, rename, share and delete. */
@PageController('tickets/views')
export class ViewsController {
  constructor(private readonly views: ViewDesk) {}

  @Get()
  @Page()
  manage(@Who() actor: Actor, @Req() request: FastifyRequest): Promise<PageAnswer> {
    return this.managed(actor, request, null);
  }

  @Get('new')
  @Page()
  ask(@Query() query: Asked, @Who() actor: Actor, @Req() request: FastifyRequest): PageAnswer {
    const { question } = questionIn(query, tabsFor(actor));
    return this.form(question, { actor, request, name: '', isShared: false, error: null });
  }

  @Post()
  @Page()
  async save(@Sent() sent: SentForm, @Who() actor: Actor, @Req() request: FastifyRequest): Promise<PageAnswer> {
    const { question } = questionIn(askedIn(valueIn(sent, 'list')), tabsFor(actor));
    const wish = wishIn(sent);
    try {
      await this.views.save(actor, { ...wish, query: queryOf({ ...question, after: null, trail: [] }) });
      return goTo(addressOf('/tickets', question), { key: 'lists.views.saved', values: { name: wish.name } });
    } catch (refusal) {
      return this.form(question, { actor, request, ...wish, error: wordsOf(refusal, request) });
    }
  }

  @Post(':id')
  @Page()
  async revise(
    @Param('id') id: string,
    @Sent() sent: SentForm,
    @Who() actor: Actor,
    @Req() request: FastifyRequest,
  ): Promise<PageAnswer> {
    const wish = wishIn(sent);
    try {
      await this.views.revise(actor, id, wish);
      return goTo('/tickets/views', { key: 'lists.views.changed' });
    } catch (refusal) {
      return this.managed(actor, request, { ...wish, id, error: wordsOf(refusal, request) });
    }
  }

  @Post(':id/remove')
  @Page()
  async remove(@Param('id') id: string, @Who() actor: Actor): Promise<PageAnswer> {
    await this.views.remove(actor, id);
    return goTo('/tickets/views', { key: 'lists.views.removed' });
  }

  private form(question: ListQuestion, { actor, request, name, isShared, error }: Asking): PageAnswer {
    const list = queryOf({ ...question, after: null, trail: [] });
    return {
      ...{ template: 'lists/view-new', dialog: 'lists/view-form', title: translateFor(request)('lists.views.save') },
      ...{ here: 'tickets', status: error === null ? 200 : 422 },
      view: { name, isShared, error, list, mayShare: this.views.mayShare(actor), back: addressOf('/tickets', question) },
    };
  }

  private async managed(actor: Actor, request: FastifyRequest, tried: Tried | null): Promise<PageAnswer> {
    const views = (await this.views.visibleTo(actor)).map((view) => ({
      ...{ id: view.id, href: listAddress(view.query), isOwn: view.isOwn, isChangeable: view.isChangeable },
      ...{ name: view.name, isShared: view.sharedIn !== null, error: null },
      ...(tried?.id === view.id && tried),
    }));
    return {
      ...{ template: 'lists/views', title: translateFor(request)('lists.views.manage'), here: 'tickets' },
      status: tried === null ? 200 : 422,
      view: { views, mayShare: this.views.mayShare(actor) },
    };
  }
}

interface Wish {
  readonly name: string;
  readonly isShared: boolean;
}
interface Tried extends Wish {
  readonly id: string;
  readonly error: string;
}
interface Asking extends Wish {
  readonly actor: Actor;
  readonly request: FastifyRequest;
  readonly error: string | null;
}

const wishIn = (sent: SentForm): Wish => ({ name: valueIn(sent, 'name'), isShared: valueIn(sent, 'shared') === 'on' });

/** Message beside the name. @throws {DomainError} for views that the reader may not change */
function wordsOf(refusal: unknown, request: FastifyRequest): string {
  const t = translateFor(request);
  if (!(refusal instanceof DomainError)) throw refusal;
  if (refusal.code === 'invalid') return t('forms.wrong.text', { max: longestViewName });
  if (refusal.code === 'already-exists') return t('lists.views.taken');
  if (refusal.code === 'too-large') return t('lists.views.tooMany');
  throw refusal;
}
