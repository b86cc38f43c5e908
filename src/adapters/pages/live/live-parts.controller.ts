import { Get, Inject, Query, Req } from '@nestjs/common';
import type { FastifyRequest } from 'fastify';
import { ERASED } from '../../../domain/kernel/event';
import type { Actor } from '../../../domain/people/actor';
import type { ReadModels } from '../../../projections/kernel/read-models';
import { namesOf } from '../../../projections/people/names';
import { ticketVerbs } from '../../desk/tickets/ticket-desk';
import { TicketReader } from '../../desk/tickets/ticket-reader';
import { READ_MODELS } from '../../desk/tokens';
import { Page } from '../../web/route-config';
import { Who } from '../access/visit';
import type { PageAnswer } from '../rendering/answer';
import { PageController } from '../rendering/page-controller';
import { translateFor } from '../rendering/wording';
import { Conflicts } from './conflicts';
import { LiveHub } from './live-hub';

const mostAvatars = 5;

/** Fragments that scripts insert into open pages. */
@PageController('live')
export class LivePartsController {
  constructor(
    private readonly hub: LiveHub,
    private readonly reader: TicketReader,
    private readonly conflicts: Conflicts,
    @Inject(READ_MODELS) private readonly models: ReadModels,
  ) {}

  /** Other users with the ticket open. */
  @Get('here')
  @Page()
  async here(@Query() query: Record<string, unknown>, @Who() actor: Actor, @Req() request: FastifyRequest): Promise<PageAnswer> {
    const ticket = await this.reader.idOf(textIn(query, 'ticket'), actor);
    await this.reader.mustSee(ticket, actor);
    const users = this.hub.others(ticket, actor);
    const known = await namesOf(this.models, { users });
    const names = users.flatMap((user) => known[user] ?? []).filter((name) => name !== ERASED);
    const more = names.length - mostAvatars;
    return part('live/here', translateFor(request)('live.alsoHere'), {
      names: names.slice(0, mostAvatars),
      more: more > 0 ? more : null,
    });
  }

  /** The conflict bar above an open form. Empty without a conflict. */
  @Get('since')
  @Page()
  async since(@Query() query: Record<string, unknown>, @Who() actor: Actor, @Req() request: FastifyRequest): Promise<PageAnswer> {
    const ticket = await this.reader.read(await this.reader.idOf(textIn(query, 'ticket'), actor), actor);
    const verb = textIn(query, 'verb');
    const type = ticketVerbs.verbs.get(verb);
    const seen = Number(textIn(query, 'revision')) || 0;
    const withOwn = type !== undefined && ticketVerbs.forms[type].needsRevision === true;
    const conflict = await this.conflicts.view(request, { ticket, actor, verb, seen, withOwn });
    return part('live/since', translateFor(request)('live.show'), { conflict, revision: ticket.revision });
  }
}

const textIn = (query: Readonly<Record<string, unknown>>, name: string): string => {
  const value = query[name];
  return typeof value === 'string' ? value : '';
};

const part = (template: string, title: string, view: Readonly<Record<string, unknown>>): PageAnswer => {
  return { template, dialog: template, title, view };
};
