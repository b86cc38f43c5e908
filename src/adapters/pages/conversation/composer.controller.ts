import { Param, Post, Req } from '@nestjs/common';
import type { FastifyRequest } from 'fastify';
import type { Actor } from '../../../domain/people/actor';
import { FileDesk } from '../../desk/files/file-desk';
import { TicketReader } from '../../desk/tickets/ticket-reader';
import { Page } from '../../web/route-config';
import { Sent, valueIn, Who, type SentForm } from '../access/visit';
import type { PageAnswer } from '../rendering/answer';
import { PageController } from '../rendering/page-controller';
import { translateFor } from '../rendering/wording';
import { keptIn } from '../tickets/command.controller';
import { composerView, nothingWritten } from './composer-view';
import { Mentions } from './mentions';

/** Supports the composer before sending: preview and uploads. */
@PageController()
export class ComposerController {
  constructor(
    private readonly reader: TicketReader,
    private readonly files: FileDesk,
    private readonly mentions: Mentions,
  ) {}

  /** Rendered like the message itself. Without scripts it is a page with the form below. */
  @Post('tickets/:number/preview')
  @Page()
  async preview(
    @Param('number') number: string,
    @Sent() sent: SentForm,
    @Who() actor: Actor,
    @Req() request: FastifyRequest,
  ): Promise<PageAnswer> {
    const ticket = await this.reader.read(await this.reader.idAt(number, actor), actor);
    const t = translateFor(request);
    const [body, audience] = [valueIn(sent, 'body'), valueIn(sent, 'audience')];
    const kept = [...keptIn(sent), ...(await this.keep(sent, actor))];
    return {
      ...{ template: 'conversation/preview-page', dialog: 'conversation/preview', here: 'tickets' },
      title: `${t('conversation.preview')} · ${ticket.number}`,
      view: {
        ...{ number: ticket.number, body, refs: await this.mentions.in([body], actor, t) },
        composer: composerView(ticket, actor, { ...nothingWritten, body, audience, kept }),
      },
    };
  }

  /** Files that a form will name. A script uploads them one by one, so that each can be cancelled and retried. */
  @Post('uploads')
  @Page()
  async upload(@Sent() sent: SentForm, @Who() actor: Actor, @Req() request: FastifyRequest): Promise<PageAnswer> {
    const files = await this.keep(sent, actor);
    const template = 'conversation/uploaded';
    return { template, dialog: template, title: translateFor(request)('conversation.attach'), view: { files } };
  }

  private async keep({ files }: SentForm, actor: Actor) {
    const kept = [];
    for (const file of files) kept.push(await this.files.upload(actor, file));
    return kept.map(({ id, name }) => ({ id, name }));
  }
}
