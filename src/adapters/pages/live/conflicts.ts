import { Inject, Injectable } from '@nestjs/common';
import type { FastifyRequest } from 'fastify';
import type { Actor } from '../../../domain/people/actor';
import type { ReadModels } from '../../../projections/kernel/read-models';
import { getChangesSince } from '../../../projections/tickets/changes-since';
import { TicketReader, type TicketView } from '../../desk/tickets/ticket-reader';
import { READ_MODELS } from '../../desk/tokens';
import { PageDrawer } from '../rendering/page-drawer';
import { namesInFacts, sentenceOf } from '../tickets/activity-view';

/** What live/conflict.hbs draws over a form. */
export interface ConflictView {
  /** Of the ticket now: whoever sends the form after this has been told. */
  readonly revision: number;
  readonly number: string;
  /** Newest first; the first is the headline. */
  readonly changes: readonly { readonly sentence: string; readonly at: string }[];
  /** Whether the command can still be carried out. */
  readonly isPossible: boolean;
}

export interface ConflictAsked {
  readonly ticket: TicketView;
  readonly actor: Actor;
  /** That the form was drawn from. */
  readonly seen: number;
  readonly verb: string;
  /** The form overwrites values, so what one changed oneself in another tab counts, too. */
  readonly withOwn: boolean;
}

/** What happened on a ticket behind the back of somebody who fills in a form. */
@Injectable()
export class Conflicts {
  constructor(
    private readonly reader: TicketReader,
    private readonly drawer: PageDrawer,
    @Inject(READ_MODELS) private readonly models: ReadModels,
  ) {}

  /** Null where nobody else has done anything that the reader may know of since the form was drawn. */
  async view(request: FastifyRequest, { ticket, actor, seen, verb, withOwn }: ConflictAsked): Promise<ConflictView | null> {
    if (seen >= ticket.revision) return null;
    const { items, names } = await this.reader.whole(getChangesSince, actor, { ticket: ticket.id, revision: seen });
    const changes = items.filter(({ actor: by }) => 'user' in by && (withOwn || by.user !== actor.user));
    if (changes.length === 0) return null;
    const { t, formats } = this.drawer.face(request);
    const inFacts = await namesInFacts(this.models, changes, ticket);
    const wording = { names: { ...names, ...ticket.names, ...inFacts }, t, formats };
    return {
      ...{ revision: ticket.revision, number: ticket.number },
      changes: changes.map((line) => ({ sentence: sentenceOf(line, wording), at: line.at })),
      isPossible: ticket.allowed.some(({ command }) => command === verb),
    };
  }
}
