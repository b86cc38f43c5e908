import { Controller, Get, Post, Req, Res, StreamableFile } from '@nestjs/common';
import type { FastifyReply, FastifyRequest } from 'fastify';
import type { Actor } from '../../../domain/people/actor';
import { LetterheadDesk } from '../../desk/dossier/letterhead-desk';
import type { KeptLetterhead } from '../../settings/letterheads.port';
import { EdgeError } from '../../web/problems/problem';
import { Page } from '../../web/route-config';
import { Sent, valueIn, visitOf, Who, type SentForm } from '../access/visit';
import { goTo, type PageAnswer } from '../rendering/answer';
import { formatsFor } from '../rendering/formats';
import { PageController } from '../rendering/page-controller';
import { translateFor } from '../rendering/wording';
import { letterheadInputs, type Shown } from './letterhead-inputs';

/** Only sizes are formatted, so no day matters. */
const noDay = '1970-01-01T00:00:00.000Z';
const nothing = { name: '', address: '', footer: '' };

/** S4.52: what stands on the dossiers of the reader's organisation. */
@PageController('settings/letterhead')
export class LetterheadController {
  constructor(private readonly letterheads: LetterheadDesk) {}

  @Get()
  @Page()
  show(@Who() actor: Actor, @Req() request: FastifyRequest): Promise<PageAnswer> {
    return this.page(actor, request, null);
  }

  @Post()
  @Page()
  async save(@Sent() sent: SentForm, @Who() actor: Actor, @Req() request: FastifyRequest): Promise<PageAnswer> {
    const texts = { name: textIn(sent, 'name'), address: textIn(sent, 'address'), footer: textIn(sent, 'footer') };
    const [logo, ...others] = sent.files;
    await this.letterheads.discard(others);
    const removed = valueIn(sent, 'removeLogo') === 'yes' ? { logo: null } : {};
    const answer = await this.letterheads.change(actor, { ...texts, ...(logo === undefined ? removed : { logo }) });
    if ('problems' in answer) return this.page(actor, request, { ...texts, problems: answer.problems });
    return goTo('/settings/letterhead', { key: 'letterhead.saved' });
  }

  private async page(actor: Actor, request: FastifyRequest, refused: Shown | null): Promise<PageAnswer> {
    const known = await this.letterheads.read(actor);
    const t = translateFor(request);
    const { language, timeZone } = visitOf(request).viewer;
    const shown = refused ?? { ...(known ?? nothing), problems: {} };
    return {
      ...{ template: 'letterhead/letterhead', title: t('letterhead.title'), here: 'letterhead' },
      status: refused === null ? 200 : 422,
      view: {
        ...letterheadInputs(shown, t, formatsFor(language, timeZone, noDay)),
        ...statusOf(known),
      },
    };
  }
}

function statusOf(known: KeptLetterhead | null) {
  if (known === null) return { hasLogo: false, version: null, changedAt: null };
  return { hasLogo: known.logo !== null, version: known.version, changedAt: known.changedAt };
}

/** The logo as it is printed. */
@Controller('settings/letterhead')
export class LogoController {
  constructor(private readonly letterheads: LetterheadDesk) {}

  @Get('logo')
  @Page()
  async logo(@Who() actor: Actor, @Res({ passthrough: true }) reply: FastifyReply): Promise<StreamableFile> {
    const logo = (await this.letterheads.read(actor))?.logo ?? null;
    if (logo === null)
      throw new EdgeError('no-such-route', 'Your organisation has no logo. Choose one on the page of the letterhead.');
    void reply.header('content-type', 'image/png').header('cache-control', 'private, no-cache');
    return new StreamableFile(Buffer.from(logo.png, 'base64'));
  }
}

const textIn = (sent: SentForm, field: string): string => valueIn(sent, field).normalize('NFC').trim();
