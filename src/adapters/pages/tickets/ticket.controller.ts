import { Get, Inject, Param, Query, Req } from '@nestjs/common';
import { QueryBus } from '@nestjs/cqrs';
import type { FastifyRequest } from 'fastify';
import type { Actor } from '../../../domain/people/actor';
import type { ReadModels } from '../../../projections/kernel/read-models';
import { whoMay } from '../../../projections/people/who-may';
import { getTicket } from '../../../projections/tickets/read-ticket';
import { ExecuteQuery } from '../../cqrs/execute-query';
import { contactsOf } from '../../desk/people/contacts-of';
import { TicketReader, type TicketView } from '../../desk/tickets/ticket-reader';
import { CLOCK, READ_MODELS } from '../../desk/tokens';
import { unless } from '../../desk/unless';
import type { Clock } from '../../system/clock.port';
import { EdgeError } from '../../web/problems/problem';
import { Page } from '../../web/route-config';
import { Who } from '../access/visit';
import type { PageAnswer } from '../rendering/answer';
import { PageController } from '../rendering/page-controller';
import { PageDrawer } from '../rendering/page-drawer';
import { ConversationTabs } from '../conversation/conversation-tabs';
import { readable } from './readable';
import { statusKey } from './status-key';
import { frameView, isBarred, tabs, type Tab } from './ticket-view';

@PageController('tickets')
export class TicketController {
  @Inject(QueryBus) private readonly queries!: QueryBus;
  @Inject(READ_MODELS) private readonly models!: ReadModels;

  constructor(
    private readonly reader: TicketReader,
    private readonly drawer: PageDrawer,
    private readonly tabs: ConversationTabs,
    @Inject(CLOCK) private readonly clock: Clock,
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
    const ticket = await this.reader.read(await this.reader.idAt(number, actor), actor);
    const [content, managers] = await Promise.all([
      this.contentOf({ tab, ticket, actor, query, request }),
      isBarred(ticket) && ticket.primary === null && ticket.handler === actor.organisation ? this.managers(actor) : [],
    ]);
    const title = `${ticket.number} ${readable(ticket.title) ?? ''}`.trim();
    return {
      template: 'tickets/ticket',
      title,
      here: 'tickets',
      view: {
        ...frameView({ ticket, actor, tab, formats: this.drawer.face(request).formats, now: this.clock.now(), managers }),
        ...{ tab, refs: {}, mayRedact: may(ticket, 'redact-reply'), mayEraseFiles: may(ticket, 'redact-attachment') },
        ...content,
      },
    };
  }

  private managers(actor: Actor): Promise<readonly string[]> {
    return this.queries.execute(new ExecuteQuery(whoMay, actor, { permission: 'ticket.manage' }));
  }

  private async contentOf(content: Content): Promise<Record<string, unknown>> {
    const { tab, ticket, actor, request } = content;
    switch (tab) {
      case 'activity':
        return this.tabs.activity({ ...content, face: this.drawer.face(request) });
      case 'logs':
        return this.tabs.logs({ ...content, face: this.drawer.face(request) });
      case 'overview':
        return this.tabs.overview({ ...content, face: this.drawer.face(request) });
      case 'contact':
        return { contact: { ...contactView(ticket), ...(await contactsOf(this.models, actor, ticket.requester)) } };
      case 'merged':
        return { merged: await this.mergedView(ticket, actor) };
      case 'attachments':
        return { ...(await this.tabs.attachments(content)), mayAttach: may(ticket, 'attach-files') };
    }
  }

  /** Null for numbers of tickets that the reader may not see. */
  private async mergedView(ticket: TicketView, actor: Actor) {
    const one = async ({ id, number }: TicketView['duplicates'][number]) => {
      if (number === null) return [];
      const found = await this.reader.part(getTicket, actor, { ticket: id }).catch(unless(null, 'unknown'));
      const status = found === null ? null : statusKey(found.ticket);
      return [{ number, status, title: found === null ? null : readable(found.ticket.title) }];
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
