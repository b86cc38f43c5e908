import { Inject, Injectable } from '@nestjs/common';
import type { Actor } from '../../../domain/people/actor';
import type { ReadModels } from '../../../projections/kernel/read-models';
import { TicketReader, type TicketView } from '../../desk/tickets/ticket-reader';
import { FILE_SCANS, READ_MODELS } from '../../desk/tokens';
import type { FileScans } from '../../desk/files/file-scans';
import { getLog } from '../../../projections/tickets/read-ticket';
import { lineViews } from '../audit-trail/line-views';
import type { Face } from '../rendering/face';
import { namesInFacts } from '../tickets/activity-view';
import { overviewView } from '../tickets/ticket-view';
import { attachmentsPage, attachmentsView } from './attachments-view';
import { Beginnings } from './beginnings';
import { composerView } from './composer-view';
import { feedPage } from './feed-page';
import { feedView } from './feed-view';
import { Mentions } from './mentions';

interface TabOf {
  readonly ticket: TicketView;
  readonly actor: Actor;
  readonly query: Readonly<Record<string, unknown>>;
  readonly face: Face;
}

const linesPerPage = 200;
const factsPerPage = 100;

/** The conversation and activity tabs of a ticket. */
@Injectable()
export class ConversationTabs {
  @Inject(FILE_SCANS) private readonly scans!: FileScans;

  constructor(
    private readonly reader: TicketReader,
    private readonly mentions: Mentions,
    private readonly beginnings: Beginnings,
    @Inject(READ_MODELS) private readonly models: ReadModels,
  ) {}

  async overview({ ticket, actor, face: { t } }: TabOf) {
    const { description, solution, closure, work, faults } = ticket;
    const listed = [...work, ...faults].map((one) => one.description);
    const texts = [description, solution?.text, solution?.actualDamage, closure?.summary, ...listed].map((text) => text ?? null);
    return { overview: overviewView(ticket), refs: await this.mentions.in(texts, actor, t) };
  }

  async activity({ ticket, actor, query, face: { t, formats } }: TabOf) {
    const page = await feedPage(query, (paging) =>
      this.reader.activity(actor, { ticket: ticket.id, limit: linesPerPage, ...paging }),
    );
    const texts = page.items.map(({ text }) => text);
    const [names, refs, writing] = await Promise.all([
      namesInFacts(this.models, page.items, { actor, ticket }),
      this.mentions.in(texts, actor, t),
      this.beginnings.of({ ticket, actor, lines: page.items, query, t }),
    ]);
    return { refs, feed: feedView({ ticket, page, names, t, formats }), composer: composerView(ticket, actor, writing) };
  }

  /** The files, newest first, with what the scanner says of those on this page. */
  async attachments({ ticket, query }: Pick<TabOf, 'ticket' | 'query'>) {
    const page = attachmentsPage(ticket, query);
    return attachmentsView(ticket, page, await this.scans.statesOf(page.files.map(({ sha256 }) => sha256)));
  }

  /** All facts as sentences, for readers of the log. */
  async logs({ ticket, actor, query: { after }, face }: TabOf) {
    const paging = { limit: factsPerPage, ...(typeof after === 'string' && after !== '' && { after }) };
    const page = await this.reader.whole(getLog, actor, { ticket: ticket.id, ...paging });
    return { logs: { lines: await lineViews(this.models, actor, page.items, face), older: page.next } };
  }
}
