import { Get, Param, Post, Query, Req } from '@nestjs/common';
import type { FastifyRequest } from 'fastify';
import type { DomainError } from '../../../domain/kernel/errors';
import { isUuid } from '../../../domain/kernel/ids';
import type { Actor } from '../../../domain/people/actor';
import { AnswerTemplates, demandStaff, filledIn, templateVariables } from '../../desk/answers/answer-templates';
import { isCertain } from '../../desk/is-certain';
import { TicketReader } from '../../desk/tickets/ticket-reader';
import { EdgeError } from '../../web/problems/problem';
import { Page } from '../../web/route-config';
import { Sent, valueIn, Who, type SentForm } from '../access/visit';
import { pathsIn } from '../forms/refusal-words';
import { goTo, type PageAnswer } from '../rendering/answer';
import { PageController } from '../rendering/page-controller';
import { translateFor } from '../rendering/wording';
import { answeredTicket } from './answered-ticket';

interface Draft {
  readonly id: string | null;
  readonly name: string;
  readonly text: string;
  readonly isShared: boolean;
}

const empty: Draft = { id: null, name: '', text: '', isShared: false };

/** Canned answers, private or shared. Edited on a page and inserted in the composer. */
@PageController('answers')
export class AnswersController {
  constructor(
    private readonly templates: AnswerTemplates,
    private readonly reader: TicketReader,
  ) {}

  @Get()
  @Page()
  async list(@Who() actor: Actor, @Req() request: FastifyRequest): Promise<PageAnswer> {
    const mayShare = this.templates.mayShare(actor);
    const templates = (await this.templates.list(actor)).map((one) => ({ ...one, mayChange: mayShare || !one.isShared }));
    const title = translateFor(request)('conversation.templates');
    return { template: 'conversation/answers', title, here: 'tickets', view: { templates } };
  }

  @Get('new')
  @Page()
  begin(@Who() actor: Actor, @Req() request: FastifyRequest): PageAnswer {
    demandStaff(actor);
    return this.form({ actor, request, draft: empty, refusal: null });
  }

  @Post('new')
  @Page()
  add(@Sent() sent: SentForm, @Who() actor: Actor, @Req() request: FastifyRequest): Promise<PageAnswer> {
    const draft = draftIn(sent, null);
    return this.saved({ actor, request, draft }, () => this.templates.add(actor, draft));
  }

  @Get(':id')
  @Page()
  async edit(@Param('id') id: string, @Who() actor: Actor, @Req() request: FastifyRequest): Promise<PageAnswer> {
    return this.form({ actor, request, draft: await this.templates.find(actor, idIn(id)), refusal: null });
  }

  @Post(':id')
  @Page()
  change(
    @Param('id') id: string,
    @Sent() sent: SentForm,
    @Who() actor: Actor,
    @Req() request: FastifyRequest,
  ): Promise<PageAnswer> {
    const draft = draftIn(sent, idIn(id));
    return this.saved({ actor, request, draft }, () => this.templates.change(actor, id, draft));
  }

  @Post(':id/delete')
  @Page()
  async remove(@Param('id') id: string, @Who() actor: Actor): Promise<PageAnswer> {
    await this.templates.remove(actor, idIn(id));
    return goTo('/answers', { key: 'conversation.answers.deleted' });
  }

  /** The text with a ticket's values filled in, for the composer. */
  @Get(':id/text')
  @Page()
  async text(
    @Param('id') id: string,
    @Query('ticket') number: unknown,
    @Who() actor: Actor,
    @Req() request: FastifyRequest,
  ): Promise<PageAnswer> {
    const { name, text } = await this.templates.find(actor, idIn(id));
    const ticket = await this.reader.read(await this.reader.idAt(String(number), actor), actor);
    const view = { text: filledIn(text, answeredTicket(ticket, translateFor(request))) };
    const template = 'conversation/answer-text';
    return { template, dialog: template, title: name, here: 'tickets', view };
  }

  private async saved({ actor, request, draft }: Omit<Formed, 'refusal'>, save: () => Promise<unknown>): Promise<PageAnswer> {
    try {
      await save();
      return goTo('/answers', { key: 'conversation.answers.saved', draft: `answer:${draft.id ?? 'new'}:` });
    } catch (refusal) {
      if (!isCertain(refusal) || refusal.code === 'unknown') throw refusal;
      return this.form({ actor, request, draft, refusal });
    }
  }

  private form({ actor, request, draft, refusal }: Formed): PageAnswer {
    const t = translateFor(request);
    const wrong = refusal === null ? [] : pathsIn(refusal);
    const errorOf = (field: string, key: string): string | null => (wrong.includes(field) ? t(key) : null);
    return {
      ...{ template: 'conversation/answer', here: 'tickets', status: refusal === null ? 200 : 422 },
      title: t(draft.id === null ? 'conversation.answers.new' : 'conversation.answers.edit'),
      view: {
        ...draft,
        ...{ variables: templateVariables, mayShare: this.templates.mayShare(actor) },
        nameError: errorOf('name', 'conversation.answers.nameWrong'),
        textError: errorOf('text', 'conversation.answers.textWrong'),
        notice: refusal !== null && wrong.length === 0 ? t(`forms.refusals.${refusal.code}`) : null,
      },
    };
  }
}

interface Formed {
  readonly actor: Actor;
  readonly request: FastifyRequest;
  readonly draft: Draft;
  readonly refusal: DomainError | null;
}

function draftIn(sent: SentForm, id: string | null): Draft {
  return { id, name: valueIn(sent, 'name'), text: valueIn(sent, 'text'), isShared: valueIn(sent, 'shared') === 'on' };
}

/** @throws {EdgeError} no-such-route */
function idIn(id: string): string {
  if (!isUuid(id)) throw new EdgeError('no-such-route', 'There is no such template.');
  return id;
}
