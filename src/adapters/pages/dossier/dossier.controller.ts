import { Controller, Get, Inject, Param, Post, Req, Res, StreamableFile } from '@nestjs/common';
import type { FastifyReply, FastifyRequest } from 'fastify';
import { DomainError } from '../../../domain/kernel/errors';
import { isUuid } from '../../../domain/kernel/ids';
import type { Actor } from '../../../domain/people/actor';
import { dossierSections } from '../../../domain/ticket/ticket.events';
import { papers, type Paper } from '../../desk/dossier/dossier-model';
import type { DossierExport, DossierOffer, Dossiers } from '../../desk/dossier/dossiers.port';
import { usualSections } from '../../desk/dossier/wish-fields';
import { TicketReader } from '../../desk/tickets/ticket-reader';
import { DOSSIERS } from '../../desk/tokens';
import { EdgeError } from '../../web/problems/problem';
import { Page } from '../../web/route-config';
import { Sent, valueIn, visitOf, Who, type SentForm } from '../access/visit';
import { goTo, type PageAnswer } from '../rendering/answer';
import { languageNames, languages, isLanguage } from '../rendering/languages';
import { PageController } from '../rendering/page-controller';
import { translateFor } from '../rendering/wording';

interface Chosen {
  readonly sections: readonly string[];
  readonly language: string;
  readonly paper: string;
}

/** S4.51–S4.55: what a dossier is to hold, and those that are there already. */
@PageController('tickets/:number/dossier')
export class DossierController {
  constructor(
    private readonly reader: TicketReader,
    @Inject(DOSSIERS) private readonly dossiers: Dossiers,
  ) {}

  @Get()
  @Page()
  async show(@Param('number') number: string, @Who() actor: Actor, @Req() request: FastifyRequest): Promise<PageAnswer> {
    const { language } = visitOf(request).viewer;
    return this.page({ number, actor, request }, { sections: usualSections, language, paper: 'a4' }, null);
  }

  @Post()
  @Page()
  async start(
    @Param('number') number: string,
    @Sent() sent: SentForm,
    @Who() actor: Actor,
    @Req() request: FastifyRequest,
  ): Promise<PageAnswer> {
    const chosen = chosenIn(sent);
    const { timeZone } = visitOf(request).viewer;
    const [language, paper] = [isLanguage(chosen.language) ? chosen.language : 'en', paperOf(chosen.paper)];
    const sections = dossierSections.filter((section) => chosen.sections.includes(section));
    const wish = { sections, language, timeZone, paper };
    try {
      const ticket = await this.idOf(number, actor);
      await this.dossiers.start({ actor, ticket, wish, correlationId: request.id });
      return goTo(`/tickets/${number.toUpperCase()}/dossier`, { key: 'dossier.started' });
    } catch (refusal) {
      if (!(refusal instanceof DomainError) || refusal.code !== 'invalid') throw refusal;
      return this.page({ number, actor, request }, chosen, translateFor(request)('dossier.chooseOne'));
    }
  }

  @Post(':export/cancel')
  @Page()
  async cancel(@Param() path: ExportPath, @Who() actor: Actor): Promise<PageAnswer> {
    await this.dossiers.cancel(actor, await exportAt(this.dossiers, actor, path));
    return goTo(`/tickets/${path.number.toUpperCase()}/dossier`, { key: 'dossier.cancelled' });
  }

  private idOf(number: string, actor: Actor): Promise<string> {
    return this.reader.idAt(number, actor);
  }

  private async page({ number, actor, request }: Asked, chosen: Chosen, problem: string | null): Promise<PageAnswer> {
    const ticket = await this.idOf(number, actor);
    const offer = await this.dossiers.offer(actor, ticket);
    const exports = await this.dossiers.list(actor, ticket);
    return {
      ...{ template: 'dossier/page', dialog: 'dossier/form', title: `${translateFor(request)('dossier.title')} ${offer.number}` },
      ...{ here: 'tickets', status: problem === null ? 200 : 422 },
      view: {
        ...viewOf(offer, chosen),
        problem,
        exports: exports.map((one) => exportView(one)),
        isWaiting: exports.some(isRunning),
      },
    };
  }
}

interface Asked {
  readonly number: string;
  readonly actor: Actor;
  readonly request: FastifyRequest;
}

interface ExportPath {
  readonly number: string;
  readonly export: string;
}

/** The ZIP itself. */
@Controller('tickets/:number/dossier')
export class DossierFileController {
  constructor(@Inject(DOSSIERS) private readonly dossiers: Dossiers) {}

  @Get(':export')
  @Page()
  async read(
    @Param() path: ExportPath,
    @Who() actor: Actor,
    @Res({ passthrough: true }) reply: FastifyReply,
  ): Promise<StreamableFile> {
    const { name, bytes, content } = await this.dossiers.content(actor, await exportAt(this.dossiers, actor, path));
    void reply
      .header('content-type', 'application/zip')
      .header('content-length', bytes)
      .header('content-disposition', `attachment; filename="${name}"`)
      .header('cache-control', 'private, no-store')
      .header('x-content-type-options', 'nosniff');
    return new StreamableFile(content);
  }
}

/** An export of the ticket in the address, because the access log records the address. */
async function exportAt(dossiers: Dossiers, actor: Actor, { number, export: id }: ExportPath): Promise<string> {
  const found = isUuid(id) ? await dossiers.read(actor, id) : null;
  if (found?.number !== number.toUpperCase()) throw new EdgeError('no-such-route', 'There is no such export.');
  return found.id;
}

const paperOf = (text: string): Paper => papers.find((paper) => paper === text) ?? 'a4';
const isRunning = ({ state }: DossierExport): boolean => state === 'running';

function chosenIn(sent: SentForm): Chosen {
  const sections = sent.entries.filter(([name]) => name === 'section').map(([, value]) => value);
  return { sections, language: valueIn(sent, 'language'), paper: valueIn(sent, 'paper') };
}

function viewOf({ number, isClosed, mayExport, sections }: DossierOffer, chosen: Chosen) {
  return {
    ...{ number, isClosed, mayExport },
    sections: sections.map((section) => ({ section, isChosen: chosen.sections.includes(section) })),
    languages: languages.map((value) => ({ value, name: languageNames[value], isChosen: value === chosen.language })),
    papers: papers.map((value) => ({ value, isChosen: value === chosen.paper })),
  };
}

function exportView({ id, number, state, sections, createdAt, expiresAt, progress, result }: DossierExport) {
  return {
    ...{ id, state, createdAt, expiresAt, result, progress, isRunning: state === 'running', isDone: state === 'done' },
    sections: sections,
    href: `/tickets/${number}/dossier/${id}`,
  };
}
