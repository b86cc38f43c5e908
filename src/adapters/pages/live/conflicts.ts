import { Inject, Injectable } from '@nestjs/common';
import type { FastifyRequest } from 'fastify';
import type { Actor } from '../../../domain/people/actor';
import type { ReadModels } from '../../../projections/kernel/read-models';
import { getChangesSince } from '../../../projections/tickets/changes-since';
import { TicketReader, type TicketView } from '../../desk/tickets/ticket-reader';
import { READ_MODELS } from '../../desk/tokens';
import { PageDrawer } from '../rendering/page-drawer';
import { namesInFacts, sentenceOf } from '../tickets/activity-view';

/** View of live/conflict.hbs, shown above a form. */
export interface ConflictView {
  /** Current revision of the ticket. Sending the form with it confirms the changes. */
  readonly revision: number;
  readonly number: string;
  /** Newest first. The first one is the headline. */
  readonly changes: readonly { readonly sentence: string; readonly at: string }[];
  /** Whether the command is still possible. */
  readonly isPossible: boolean;
}

export interface ConflictAsked {
  readonly ticket: TicketView;
  readonly actor: Actor;
  /** Revision that the form was drawn from. */
  readonly seen: number;
  readonly verb: string;
  /** Also counts the user's own changes from another tab, because the form overwrites values. */
  readonly withOwn: boolean;
}

/** Changes on a ticket while a user fills in a form. */
@Injectable()
export class Conflicts {
  constructor(
    private readonly reader: TicketReader,
    private readonly drawer: PageDrawer,
    @Inject(READ_MODELS) private readonly models: ReadModels,
  ) {}

  /** Null if nobody changed the ticket since, as far as the reader may see. */
  async view(request: FastifyRequest, { ticket, actor, seen, verb, withOwn }: ConflictAsked): Promise<ConflictView | null> {
    if (seen >= ticket.revision) return null;
    const { items, names } = await this.reader.whole(getChangesSince, actor, { ticket: ticket.id, revision: seen });
    const changes = items.filter(({ actor: by }) => 'user' in by && (withOwn || by.user !== actor.user));
    if (changes.length === 0) return null;
    const { t, formats } = this.drawer.face(request);
    const inFacts = await namesInFacts(this.models, changes, { actor, ticket });
    const wording = { names: { ...names, ...ticket.names, ...inFacts }, t, formats };
    return {
      ...{ revision: ticket.revision, number: ticket.number },
      changes: changes.map((line) => ({ sentence: sentenceOf(line, wording), at: line.at })),
      isPossible: ticket.allowed.some(({ command }) => command === verb),
    };
  }
}
