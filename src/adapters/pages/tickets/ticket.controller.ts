import { Get, Inject, Param, Query, Req } from '@nestjs/common';
import type { FastifyRequest } from 'fastify';
import { isUuid } from '../../../domain/kernel/ids';
import type { Actor } from '../../../domain/people/actor';
import type { ReadModels } from '../../../projections/kernel/read-models';
import { getActivity, getLog, getTicket } from '../../../projections/tickets/read-ticket';
import { TicketReader, type TicketView } from '../../desk/tickets/ticket-reader';
import { READ_MODELS } from '../../desk/tokens';
import { EdgeError } from '../../web/problems/problem';
import { Page } from '../../web/route-config';
import { Who } from '../access/visit';
import type { PageAnswer } from '../rendering/answer';
import { PageController } from '../rendering/page-controller';
import { PageDrawer } from '../rendering/page-drawer';
import { activityView, namesInFacts } from './activity-view';
import { composerView } from './composer-view';
import { frameView, overviewView, readable, tabs, type Tab } from './ticket-view';

const linesPerPage = 200;

@PageController('tickets')
export class TicketController {
  constructor(
    private readonly reader: TicketReader,
    private readonly drawer: PageDrawer,
    @Inject(READ_MODELS) private readonly models: ReadModels,
  ) {}

  @Get(':number')
  @Page()
  show(
    @Param('number') number: string,
    @Query() query: Record<string, unknown>,
    @Who() actor: Actor,
    @Req() request: FastifyRequest,
  ): Promise<PageAnswer> {
    return this.tab({ number, tab: 'activity', query, actor, request });
  }

  @Get(':number/:tab')
  @Page()
  showTab(
    @Param() { number, tab }: { readonly number: string; readonly tab: string },
    @Query() query: Record<string, unknown>,
    @Who() actor: Actor,
    @Req() request: FastifyRequest,
  ): Promise<PageAnswer> {
    if (!isTab(tab)) throw new EdgeError('no-such-route', 'Tickets have no such tab.');
    return this.tab({ number, tab, query, actor, request });
  }

  private async tab({ number, tab, query, actor, request }: Asked): Promise<PageAnswer> {
    const ticket = await this.reader.read(await this.reader.idOf(isUuid(number) ? number : number.toUpperCase(), actor), actor);
    const content = await this.contentOf({ tab, ticket, actor, query, request });
    const title = `${ticket.number} ${readable(ticket.title) ?? ''}`.trim();
    return {
      template: 'tickets/ticket',
      title,
      here: 'tickets',
      view: { ...frameView({ ticket, actor, tab }), tab, ...content },
    };
  }

  private async contentOf(content: Content): Promise<Record<string, unknown>> {
    const { tab, ticket, actor } = content;
    switch (tab) {
      case 'activity':
        return this.activity(content);
      case 'logs':
        return this.logs(content);
      case 'overview':
        return { overview: overviewView(ticket) };
      case 'contact':
        return { contact: contactView(ticket) };
      case 'merged':
        return { merged: await this.mergedView(ticket, actor) };
      case 'attachments':
        return {
          attachments: ticket.files.map((file) => ({ ...file, name: readable(file.name) })),
          mayAttach: may(ticket, 'attach-files'),
        };
    }
  }

  private async activity({ ticket, actor, query, request }: Content) {
    const page = await this.reader.whole(getActivity, actor, { ticket: ticket.id, limit: linesPerPage, after: afterIn(query) });
    const names = await namesInFacts(this.models, page.items, ticket);
    const { t, formats } = this.drawer.face(request);
    return { activity: activityView({ ticket, page, names, t, formats }), composer: composerView(ticket, actor) };
  }

  private async logs({ ticket, actor, query }: Content) {
    const page = await this.reader.whole(getLog, actor, { ticket: ticket.id, limit: 100, after: afterIn(query) });
    const lines = page.items.map(({ actor: by, ...line }) => ({
      ...line,
      who: 'user' in by ? (page.names[by.user] ?? '–') : null,
    }));
    return { logs: { lines, older: page.next } };
  }

  /** Of tickets that the reader may not see there is no number. */
  private async mergedView(ticket: TicketView, actor: Actor) {
    const one = async ({ id, number }: TicketView['duplicates'][number]) => {
      if (number === null) return [];
      const found = await this.reader.part(getTicket, actor, { ticket: id }).catch(() => null);
      return [{ number, title: found === null ? null : readable(found.ticket.title) }];
    };
    const duplicates = (await Promise.all(ticket.duplicates.map(one))).flat();
    const primary = ticket.primary === null ? null : ((await one(ticket.primary))[0] ?? null);
    return { duplicates, primary, mayMerge: may(ticket, 'add-duplicates'), mayUnlink: may(ticket, 'unlink-duplicate') };
  }
}

interface Asked {
  readonly number: string;
  readonly tab: Tab;
  readonly query: Readonly<Record<string, unknown>>;
  readonly actor: Actor;
  readonly request: FastifyRequest;
}

interface Content extends Omit<Asked, 'number'> {
  readonly ticket: TicketView;
}

const afterIn = ({ after }: Content['query']): string | undefined =>
  typeof after === 'string' && after !== '' ? after : undefined;
const isTab = (text: string): text is Tab => (tabs as readonly string[]).includes(text);
const may = ({ allowed }: TicketView, command: string): boolean => allowed.some((one) => one.command === command);

function contactView({ requester, creator, owner, watchers, names, details }: TicketView) {
  return {
    requester: names['user' in requester ? requester.user : requester.contact] ?? '–',
    creator: names[creator.user] ?? '–',
    creatorOrganisation: names[creator.organisation] ?? '–',
    owner: names[owner.user] ?? '–',
    branch: details.branch ?? null,
    postalCode: details.postalCode ?? null,
    watchers: watchers.map(({ email, kinds }) => ({ email: readable(email), kinds })),
  };
}
