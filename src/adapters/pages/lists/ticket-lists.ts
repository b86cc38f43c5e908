import { Inject, Injectable } from '@nestjs/common';
import type { FastifyRequest } from 'fastify';
import { DomainError } from '../../../domain/kernel/errors';
import type { Actor } from '../../../domain/people/actor';
import { BadCursor } from '../../../projections/kernel/documents.port';
import type { TicketListPage } from '../../../projections/tickets/list-tickets';
import { TicketReader } from '../../desk/tickets/ticket-reader';
import { ViewDesk } from '../../desk/tickets/view-desk';
import { CLOCK } from '../../desk/tokens';
import type { Clock } from '../../system/clock.port';
import { densities } from '../access/viewer';
import { visitOf } from '../access/visit';
import { translateFor } from '../rendering/wording';
import { columnChoices, columnsOf } from './columns';
import { FilterChoices } from './filter-choices';
import { isPlain, paramsOf, queryOf, type ListQuestion, type ReadQuestion } from './list-question';
import { listView } from './list-view';
import { viewTabs } from './views-view';
import { WaitingWork } from './waiting-work';

export const perPage = 50;

interface Read {
  readonly question: ListQuestion;
  readonly page: TicketListPage;
  /** Why the list differs from the request. */
  readonly notice: 'oldPage' | 'tooManyToSort' | null;
}

/** The ticket list, used on its own page and on the dashboard. */
@Injectable()
export class TicketLists {
  @Inject(WaitingWork) private readonly work!: WaitingWork;

  constructor(
    private readonly reader: TicketReader,
    private readonly choices: FilterChoices,
    private readonly views: ViewDesk,
    @Inject(CLOCK) private readonly clock: Clock,
  ) {}

  /** @throws {DomainError} not-permitted */
  async viewOf(path: string, { question: asked, ignored }: ReadQuestion, actor: Actor, request: FastifyRequest) {
    const t = translateFor(request);
    const readAt = this.clock.now();
    const { timeZone, density } = visitOf(request).viewer;
    const [{ question, page, notice }, views] = await Promise.all([
      this.read(asked, actor, timeZone),
      this.views.visibleTo(actor),
    ]);
    const [names, waiting] = await Promise.all([
      this.choices.namesOf(actor, question.filters, page.names),
      page.items.length === 0 && isOwnWork(question) ? this.work.of(actor) : [],
    ]);
    const notices = [
      ...(ignored.length === 0 ? [] : [t('lists.notice.ignored', { names: ignored.join(', ') })]),
      ...(notice === null ? [] : [t(`lists.notice.${notice}`)]),
    ];
    const columns = columnsOf(request);
    return {
      ...listView({ path, question, page, names, columns, actor, t, notices, readAt, waiting }),
      ...{ columnChoices: columnChoices(columns), densities: densities.map((value) => ({ value, isChosen: value === density })) },
      views: viewTabs(views, queryOf({ ...question, after: null, trail: [] })),
    };
  }

  private async read(question: ListQuestion, actor: Actor, zone: string): Promise<Read> {
    const ask = (asked: ListQuestion) => this.reader.list(actor, paramsOf(asked, actor, { limit: perPage, zone }));
    try {
      return { question, page: await ask(question), notice: null };
    } catch (error) {
      const notice = noticeFor(error);
      if (notice === null) throw error;
      const nearest = { ...question, after: null, trail: [], ...(notice === 'tooManyToSort' && { sort: null, reverse: false }) };
      return { question: nearest, page: await ask(nearest), notice };
    }
  }
}

const isOwnWork = (question: ListQuestion): boolean =>
  question.scope === 'my' && question.state !== 'closed' && isPlain(question);

export function noticeFor(error: unknown): Read['notice'] {
  if (error instanceof BadCursor) return 'oldPage';
  return error instanceof DomainError && error.code === 'too-large' ? 'tooManyToSort' : null;
}
