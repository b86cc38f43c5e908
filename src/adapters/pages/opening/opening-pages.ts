import { Injectable } from '@nestjs/common';
import type { FastifyRequest } from 'fastify';
import type { Actor } from '../../../domain/people/actor';
import { SimilarTickets } from '../../desk/finding/similar-tickets';
import { lastOf } from '../forms/sent-values';
import type { PageOf } from '../rendering/answer';
import { translateFor } from '../rendering/wording';
import { OpeningForm, type OpeningState } from './opening-form';
import { similarView } from './similar-view';

/** The page of a new ticket, with possible duplicates. */
@Injectable()
export class OpeningPages {
  constructor(
    private readonly form: OpeningForm,
    private readonly similar: SimilarTickets,
  ) {}

  async page(actor: Actor, request: FastifyRequest, state: OpeningState): Promise<PageOf> {
    const t = translateFor(request);
    const failed = state.refusal !== null || state.fits.size > 0 || state.errors.size > 0;
    const [title, customer] = [lastOf(state.typed, 'title'), lastOf(state.typed, 'customer')];
    const similar = failed ? await this.similar.find(actor, title, customer === '' ? null : customer) : [];
    const view = { ...(await this.form.view(actor, state, t)), similar: similarView(similar) };
    return { template: 'opening/new', title: t('tickets.open'), here: 'tickets', status: failed ? 422 : 200, view };
  }

  async similarTo(title: string, actor: Actor, request: FastifyRequest): Promise<PageOf> {
    const view = { similar: similarView(await this.similar.find(actor, title, null)) };
    const words = translateFor(request)('opening.similar');
    return { template: 'opening/similar-page', dialog: 'opening/similar', title: words, here: 'tickets', view };
  }
}
