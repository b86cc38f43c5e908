import { Get, Query, Req } from '@nestjs/common';
import type { FastifyRequest } from 'fastify';
import { isUuid } from '../../../domain/kernel/ids';
import type { Actor } from '../../../domain/people/actor';
import { isTicketNumber } from '../../../projections/tickets/read-ticket';
import { Finder } from '../../desk/finding/finder';
import { TicketReader } from '../../desk/tickets/ticket-reader';
import { unless } from '../../desk/unless';
import { Page } from '../../web/route-config';
import { Who } from '../access/visit';
import { goTo, type PageAnswer } from '../rendering/answer';
import { PageController } from '../rendering/page-controller';
import { isPartial } from '../rendering/page-drawer';
import { translateFor } from '../rendering/wording';
import type { What } from '../forms/finding-field';
import { findingOf } from './finding';
import { groupsOf } from './found-view';

const longest = 200;
/** Limits per kind, for options under a field and for the results page. */
const most = { options: 6, page: 20 } as const;

/** The search box and all search fields share one URL. Results depend on the actor's permissions (S4.4). */
@PageController('find')
export class FindController {
  constructor(
    private readonly finder: Finder,
    private readonly reader: TicketReader,
  ) {}

  @Get()
  @Page()
  async find(@Query() query: Record<string, unknown>, @Who() actor: Actor, @Req() request: FastifyRequest): Promise<PageAnswer> {
    const { what, q, organisation } = questionIn(query);
    const asOptions = isPartial(request);
    if (!asOptions && (await this.isOfTicket(q, actor))) return goTo(`/tickets/${q.toUpperCase()}`);
    const t = translateFor(request);
    const { kinds, values, needsWords } = findingOf(what);
    const limit = asOptions ? most.options : most.page;
    const hits = needsWords && q === '' ? [] : await this.finder.find(actor, { kinds, q, organisation, limit });
    return {
      ...{ template: 'finding/results', dialog: 'finding/options', title: t('finding.title') },
      view: {
        q,
        groups: groupsOf(hits, t, values),
        allTickets: `/tickets?${new URLSearchParams({ scope: 'all', state: 'all', q }).toString()}`,
      },
    };
  }

  /** A complete ticket number leads straight to the ticket. */
  private async isOfTicket(q: string, actor: Actor): Promise<boolean> {
    const number = q.toUpperCase();
    return isTicketNumber(number) && (await this.reader.idOf(number, actor).catch(unless(null, 'unknown'))) !== null;
  }
}

interface Asked {
  readonly what: What;
  readonly q: string;
  readonly organisation: string | undefined;
}

/** Ignores invalid values. */
function questionIn({ what, q, organisation }: Readonly<Record<string, unknown>>): Asked {
  return {
    what: what === 'tickets' || what === 'organisations' || what === 'users' || what === 'people' ? what : 'all',
    q: typeof q === 'string' ? q.trim().slice(0, longest) : '',
    organisation: typeof organisation === 'string' && isUuid(organisation) ? organisation : undefined,
  };
}
