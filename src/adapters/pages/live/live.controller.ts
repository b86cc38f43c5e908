import { Controller, Get, Query, Res } from '@nestjs/common';
import type { FastifyReply } from 'fastify';
import { readScope } from '../../../domain/ticket/ticket.facets';
import type { Actor } from '../../../domain/people/actor';
import { getTicket } from '../../../projections/tickets/read-ticket';
import type { SignedIn } from '../../auth/sign-in.port';
import { unknownTicket } from '../../desk/tickets/ticket-now';
import { TicketReader } from '../../desk/tickets/ticket-reader';
import { unless } from '../../desk/unless';
import { EdgeError } from '../../web/problems/problem';
import { LivePage } from '../../web/route-config';
import { Session } from '../access/visit';
import { EventLine } from './event-line';
import { LiveHub, mostPerUser } from './live-hub';
import { scopesFor, type Listener, type WatchedTicket } from './listener';
import { topicsIn, type Topic } from './topics';

interface Seen extends WatchedTicket {
  /** Whether the ticket changed after the page was drawn. */
  readonly isNewer: boolean;
}

/** One connection per browser. It only signals changes; pages then load them under their reader's permissions. */
@Controller('live')
export class LiveController {
  constructor(
    private readonly hub: LiveHub,
    private readonly reader: TicketReader,
  ) {}

  @Get()
  @LivePage()
  async listen(
    @Query() query: Record<string, unknown>,
    @Session() { actor, session }: SignedIn,
    @Res() reply: FastifyReply,
  ): Promise<void> {
    const { topics, list } = topicsIn(query);
    const tickets = await this.seen(topics, actor);
    const listScopes = list && readScope(actor) !== null ? scopesFor(actor) : null;
    if (tickets.length === 0 && listScopes === null) throw unknownTicket(topics[0]?.number ?? 'without a number');
    if (!this.hub.hasRoom(actor.user))
      throw new EdgeError('unavailable', `At most ${mostPerUser} live connections per user. Close some windows.`);
    const line = new EventLine(reply.raw);
    await this.begin({ user: actor.user, session: session.id, actor, tickets, listScopes, line }, topics, reply);
  }

  private async begin(listener: Listener, topics: readonly Topic[], reply: FastifyReply): Promise<void> {
    const { actor, line } = listener;
    reply.raw.once('close', () => this.hub.leave(listener));
    open(reply);
    try {
      await this.hub.join(listener);
      // Asked again, because facts between the first look and the beginning of the connection would be missed.
      for (const { number, isNewer } of await this.seen(topics, actor)) if (isNewer) line.send('changed', { ticket: number });
    } catch {
      // A store is unavailable. Browsers reconnect by themselves.
      reply.raw.destroy();
    }
  }

  /** Tickets that the reader may see. An outage refuses the connection, and pages retry. */
  private async seen(topics: readonly Topic[], actor: Actor): Promise<readonly Seen[]> {
    const found = await Promise.all(topics.map((topic) => this.one(topic, actor).catch(unless(null, 'unknown', 'invalid'))));
    return found.filter((one) => one !== null);
  }

  private async one({ number, revision }: Topic, actor: Actor): Promise<Seen> {
    const id = await this.reader.idOf(number, actor);
    const { ticket } = await this.reader.whole(getTicket, actor, { ticket: id });
    const duplicates = ticket.duplicates.filter((one) => one.number !== null).map((one) => one.id);
    return { id, number, duplicates, isNewer: revision !== null && ticket.revision > revision };
  }
}

/** Copies headers set by hooks, because a raw response skips them. */
function open(reply: FastifyReply): void {
  reply.hijack();
  reply.raw.socket?.setKeepAlive(true, 15_000);
  const retryMs = 2_000 + Math.floor(Math.random() * 3_000);
  reply.raw.writeHead(200, {
    ...(reply.getHeaders() as Record<string, string>),
    'content-type': 'text/event-stream; charset=utf-8',
    'cache-control': 'no-store, no-transform',
    'x-accel-buffering': 'no',
  });
  reply.raw.write(`retry: ${retryMs}\n\n`);
}
