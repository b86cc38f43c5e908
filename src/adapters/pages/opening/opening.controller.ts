import { Get, Post, Query, Req } from '@nestjs/common';
import type { FastifyRequest } from 'fastify';
import { isCertain } from '../../desk/is-certain';
import type { Actor } from '../../../domain/people/actor';
import { demandToOpen } from '../../desk/tickets/opening-desk';
import { Page } from '../../web/route-config';
import { Sent, Who, type SentForm } from '../access/visit';
import type { PageAnswer } from '../rendering/answer';
import { PageController } from '../rendering/page-controller';
import { NewContact } from './new-contact';
import { Opener } from './opener';
import { OpeningPages } from './opening-pages';
import { TakenForm } from './taken-form';
import { firstValues } from './typed-ticket';

const nothing = { refusal: null, fits: new Map(), errors: new Map<string, string>() } as const;

/** Opens a ticket on one page. A refusal keeps all input and files. */
@PageController('tickets/new')
export class OpeningController {
  constructor(
    private readonly pages: OpeningPages,
    private readonly forms: TakenForm,
    private readonly opener: Opener,
    private readonly contacts: NewContact,
  ) {}

  @Get()
  @Page()
  async show(@Query() query: Record<string, unknown>, @Who() actor: Actor, @Req() request: FastifyRequest): Promise<PageAnswer> {
    demandToOpen(actor);
    return this.pages.page(actor, request, { ...nothing, typed: firstValues(query, actor), kept: [] });
  }

  /** Called while the user types the title. */
  @Get('similar')
  @Page()
  async similar(@Query('title') title: unknown, @Who() actor: Actor, @Req() request: FastifyRequest): Promise<PageAnswer> {
    demandToOpen(actor);
    return this.pages.similarTo(typeof title === 'string' ? title : '', actor, request);
  }

  @Post()
  @Page()
  async open(@Sent() sent: SentForm, @Who() actor: Actor, @Req() request: FastifyRequest): Promise<PageAnswer> {
    demandToOpen(actor);
    const coming = { sent, actor, request };
    const taken = await this.forms.of(coming);
    const errors = await this.forms.errors(taken.typed, actor, request);
    if (taken.fits.size > 0 || errors.size > 0) return this.pages.page(actor, request, { ...taken, errors, refusal: null });
    try {
      return await this.opener.open(taken, coming);
    } catch (refusal) {
      if (!isCertain(refusal)) throw refusal;
      return this.pages.page(actor, request, { ...nothing, ...taken, refusal });
    }
  }

  /** The `+` beside the contact without scripts: a separate page that returns to the form. */
  @Post('contact')
  @Page()
  async addContact(@Sent() sent: SentForm, @Who() actor: Actor, @Req() request: FastifyRequest): Promise<PageAnswer> {
    demandToOpen(actor);
    const { typed, kept } = await this.forms.of({ sent, actor, request });
    const made = await this.contacts.answer({ typed, kept, sent, actor, request });
    return 'requester' in made ? this.pages.page(actor, request, { ...nothing, kept, typed: made.typed }) : made;
  }
}
