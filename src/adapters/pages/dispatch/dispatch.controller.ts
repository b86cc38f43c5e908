import { Get, Inject, Post, Query, Req } from '@nestjs/common';
import { QueryBus } from '@nestjs/cqrs';
import type { FastifyRequest } from 'fastify';
import type { DomainError } from '../../../domain/kernel/errors';
import { isCertain } from '../../desk/is-certain';
import type { Actor } from '../../../domain/people/actor';
import type { ReadModels } from '../../../projections/kernel/read-models';
import { namesOf } from '../../../projections/people/names';
import { dispatchQueue, listTechnicians, type DispatchParams } from '../../../projections/tickets/dispatch';
import { ticketList } from '../../../projections/tickets/ticket-list';
import { workload } from '../../../projections/tickets/workload';
import { ExecuteQuery } from '../../cqrs/execute-query';
import type { Outcome } from '../../desk/asker';
import { freshWithinMs } from '../../desk/in-time';
import { TicketDesk } from '../../desk/tickets/ticket-desk';
import { TicketReader, type TicketView } from '../../desk/tickets/ticket-reader';
import { READ_MODELS } from '../../desk/tokens';
import { unless } from '../../desk/unless';
import { Page } from '../../web/route-config';
import { Sent, valueIn, Who, type SentForm } from '../access/visit';
import { refusalWords } from '../forms/refusal-words';
import { goTo, type PageAnswer } from '../rendering/answer';
import { PageController } from '../rendering/page-controller';
import { translateFor } from '../rendering/wording';
import type { Translate } from '../rendering/words';
import { askerOf } from '../tickets/command.controller';
import { allPages, boardAddress, boardQuestionIn, noTeam, type BoardQuestion } from './board-question';
import { boardView } from './board-view';

const ticketsAtOnce = 25;
const peopleAtOnce = 100;

/** The dispatch board: the queue on the left, technicians on the right (S1.14, S1.15). */
@PageController('dispatch')
export class DispatchController {
  constructor(
    private readonly queries: QueryBus,
    private readonly reader: TicketReader,
    private readonly desk: TicketDesk,
    @Inject(READ_MODELS) private readonly models: ReadModels,
  ) {}

  @Get()
  @Page()
  show(@Query() query: Record<string, unknown>, @Who() actor: Actor, @Req() request: FastifyRequest): Promise<PageAnswer> {
    return this.board(boardQuestionIn(query), actor, translateFor(request));
  }

  @Post('assign')
  @Page()
  async assign(@Sent() sent: SentForm, @Who() actor: Actor, @Req() request: FastifyRequest): Promise<PageAnswer> {
    const question = boardQuestionIn(Object.fromEntries(sent.entries));
    const technician = valueIn(sent, 'technician');
    try {
      const ticket = await this.reader.idOf(question.ticket ?? '', actor);
      const { revision } = await this.waitUntilShown(
        this.desk.act(askerOf({ actor, request, sent }), { ticket, type: 'AssignTicket', body: { technician } }),
      );
      const name = (await namesOf(this.models, { users: [technician] }))[technician] ?? '–';
      const number = question.ticket ?? '';
      const toast = { key: 'dispatch.assigned', values: { number, name }, undo: { ticket: number, revision } };
      return goTo(boardAddress({ ...question, ...allPages }), toast);
    } catch (refusal) {
      if (!isCertain(refusal)) throw refusal;
      return this.board(question, actor, translateFor(request), refusal);
    }
  }

  /** Undoes the last assignment, unless the ticket has changed since. */
  @Post('undo')
  @Page()
  async undo(@Sent() sent: SentForm, @Who() actor: Actor, @Req() request: FastifyRequest): Promise<PageAnswer> {
    const number = valueIn(sent, 'ticket');
    const ticket = await this.reader.idOf(number, actor);
    try {
      await this.waitUntilShown(this.desk.act(askerOf({ actor, request, sent }), { ticket, type: 'UnassignTicket', body: {} }));
      return goTo(`/dispatch?ticket=${number}`, { key: 'dispatch.undone', values: { number } });
    } catch (refusal) {
      if (!isCertain(refusal)) throw refusal;
      return goTo('/dispatch', { key: 'dispatch.notUndone', values: { number } });
    }
  }

  private async board(question: BoardQuestion, actor: Actor, t: Translate, refusal?: DomainError): Promise<PageAnswer> {
    const { people, after } = question;
    const [queue, technicians, chosen] = await Promise.all([
      this.queries.execute(
        new ExecuteQuery(dispatchQueue, actor, { ...filtersIn(question), after: after ?? undefined, limit: ticketsAtOnce }),
      ),
      this.queries.execute(new ExecuteQuery(listTechnicians, actor, { after: people ?? undefined, limit: peopleAtOnce })),
      this.chosen(question, actor),
    ]);
    const notice = refusal === undefined ? goneWords({ question, chosen, t }) : refusedWords(refusal, t);
    return {
      ...{ template: 'dispatch/board', dialog: 'dispatch/people', here: 'dispatch', title: t('dispatch.title') },
      status: refusal === undefined ? 200 : 422,
      view: boardView({ question, queue, people: technicians, chosen, notice, t }),
    };
  }

  /** Null if somebody was faster, or the actor may not see such a ticket. */
  private async chosen({ ticket }: BoardQuestion, actor: Actor): Promise<TicketView | null> {
    if (ticket === null) return null;
    const found = await this.reader
      .idOf(ticket, actor)
      .then((id) => this.reader.read(id, actor))
      .catch(unless(null, 'unknown'));
    return found !== null && found.allowed.some(({ command }) => command === 'assign') ? found : null;
  }

  /** Waits until the board shows the result. */
  private async waitUntilShown(acted: Promise<Outcome>): Promise<Outcome> {
    const outcome = await acted;
    const { position } = outcome;
    if (position !== null) await this.models.waitFor([ticketList.name, workload.name], position, freshWithinMs);
    return outcome;
  }
}

function filtersIn({ team, kind, priority, area }: BoardQuestion): DispatchParams {
  return {
    team: team === noTeam ? null : (team ?? undefined),
    kind: kind ?? undefined,
    priority: priority ?? undefined,
    area: area ?? undefined,
  };
}

interface Choice {
  readonly question: BoardQuestion;
  readonly chosen: TicketView | null;
  readonly t: Translate;
}

function goneWords({ question: { ticket }, chosen, t }: Choice): string | null {
  return ticket !== null && chosen === null ? t('dispatch.gone', { number: ticket }) : null;
}

/** Message for a dispatcher who was too late. The form has no input to keep. */
function refusedWords(refusal: DomainError, t: Translate): string | null {
  if (refusal.code === 'stale' || refusal.code === 'wrong-phase') return t('dispatch.stale');
  return refusalWords(refusal, { leaves: [], typed: new Map(), t }).notice;
}
