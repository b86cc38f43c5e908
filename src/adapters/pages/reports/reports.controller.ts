import { Get, Inject, Query, Req, type StreamableFile } from '@nestjs/common';
import { QueryBus } from '@nestjs/cqrs';
import type { FastifyRequest } from 'fastify';
import { ERASED } from '../../../domain/kernel/event';
import type { Actor } from '../../../domain/people/actor';
import { bucketing, bucketOfDate } from '../../../projections/reports/calendar';
import { groupedVolume, volumeReport } from '../../../projections/reports/ask-reports';
import { ticketFigureNames, withoutKey, type TicketFigure } from '../../../projections/reports/ticket-figures';
import { everyTicketBehind, ticketsBehind, type TicketsBehind } from '../../../projections/reports/tickets-behind';
import { ExecuteQuery } from '../../cqrs/execute-query';
import { CLOCK } from '../../desk/tokens';
import type { Clock } from '../../system/clock.port';
import { Page } from '../../web/route-config';
import { visitOf, Who } from '../access/visit';
import { onePage } from '../exports/all-pages';
import { exportMenu } from '../exports/export-menu';
import { Exporting, type SendTable } from '../exports/exporting';
import { EdgeError } from '../../web/problems/problem';
import { goTo, type PageAnswer } from '../rendering/answer';
import { PageController } from '../rendering/page-controller';
import { translateFor } from '../rendering/wording';
import { labelsFor, type Labels } from './labels';
import { addressParts, lastDayOf, periodBefore, reportQuestionIn, type ReportQuestion } from './period';
import { behindAddress, reportView } from './report-view';
import { reportTable } from './report-table';
import { ticketRows, ticketTable } from './ticket-rows';

const ticketsAtOnce = 50;

type Asked = Readonly<Record<string, unknown>>;

/** The volume report as charts, with the tickets behind each figure. */
@PageController('reports')
export class ReportsPageController {
  constructor(
    private readonly queries: QueryBus,
    @Inject(CLOCK) private readonly clock: Clock,
  ) {}

  @Get()
  @Page()
  async show(@Query() query: Asked, @Who() actor: Actor, @Req() request: FastifyRequest): Promise<PageAnswer> {
    const { t, view, question } = await this.read(query, actor, request);
    const exporting = exportMenu(
      '/reports/export',
      `?${new URLSearchParams(Object.fromEntries(addressParts(question))).toString()}`,
    );
    return { template: 'reports/report', title: t('reports.title'), here: 'reports', view: { ...view, exporting } };
  }

  private async read(query: Asked, actor: Actor, request: FastifyRequest) {
    const question = this.question(query, request);
    const { from, to, zone, grouping } = question;
    const span = { first: bucketOfDate(grouping, from), last: bucketOfDate(grouping, lastDayOf(question)) };
    const earlier = periodBefore(question);
    const [volume, before] = await Promise.all([
      this.queries.execute(new ExecuteQuery(groupedVolume, actor, { from, to, zone, grouping, span })),
      this.queries.execute(new ExecuteQuery(volumeReport, actor, { ...earlier, zone })),
    ]);
    const t = translateFor(request);
    const view = reportView({ question, volume, before, labels: labelsFor(visitOf(request).viewer.language, t), t });
    return { t, view, question, volume: volume.report };
  }

  @Get('export')
  @Page()
  async exportReport(
    @Query() query: Asked,
    @Who() actor: Actor,
    @Req() request: FastifyRequest,
    @Exporting() send: SendTable,
  ): Promise<StreamableFile> {
    const { t, view, volume } = await this.read(query, actor, request);
    return send({
      title: t('reports.title'),
      columns: reportTable.columns(t),
      pages: onePage(reportTable.rows(view, volume, t)),
    });
  }

  @Get('tickets')
  @Page()
  async tickets(@Query() query: Asked, @Who() actor: Actor, @Req() request: FastifyRequest): Promise<PageAnswer> {
    const question = this.question(query, request);
    const figure = ticketFigureNames.find((one) => one === query['figure']);
    const { key, after } = query;
    if (figure === undefined || typeof key !== 'string') return goTo('/reports');
    const { from, to, zone } = question;
    const asked = { from, to, zone, figure, key, limit: ticketsAtOnce, ...(typeof after === 'string' && { after }) };
    const behind = await this.queries.execute(new ExecuteQuery(ticketsBehind, actor, asked));
    const t = translateFor(request);
    const labels = labelsFor(visitOf(request).viewer.language, t);
    const what =
      behind.total === 0 ? t('reports.none') : t(`reports.behind.${figure}`, { key: keyLabel(figure, key, behind, labels) });
    const here = behindAddress(question, figure, key);
    return {
      ...{ template: 'reports/tickets', title: what, here: 'reports' },
      view: {
        ...{ what, total: behind.total, rows: ticketRows(behind) },
        exporting: exportMenu('/reports/tickets/export', here),
        report: `/reports?${new URLSearchParams(addressParts(question).map(([name, value]): [string, string] => [name, value])).toString()}`,
        span: { from: labels.date(from), to: labels.date(lastDayOf(question)), zone },
        newer: after === undefined ? null : here,
        older: behind.next === null ? null : `${here}&after=${behind.next}`,
      },
    };
  }

  @Get('tickets/export')
  @Page()
  async export(
    @Query() query: Asked,
    @Who() actor: Actor,
    @Req() request: FastifyRequest,
    @Exporting() send: SendTable,
  ): Promise<StreamableFile> {
    const figure = ticketFigureNames.find((one) => one === query['figure']);
    const { key } = query;
    if (figure === undefined || typeof key !== 'string') throw new EdgeError('no-such-route', 'Choose a figure of the report.');
    const { from, to, zone } = this.question(query, request);
    const t = translateFor(request);
    const behind = await this.queries.execute(new ExecuteQuery(everyTicketBehind, actor, { from, to, zone, figure, key }));
    return send({ title: t('reports.title'), columns: ticketTable.columns(t), pages: ticketTable.pages(behind, t) });
  }

  private question(query: Asked, request: FastifyRequest): ReportQuestion {
    const { timeZone: zone } = visitOf(request).viewer;
    return reportQuestionIn(query, { zone, today: bucketing(zone)(this.clock.now()).day });
  }
}

const named: ReadonlySet<TicketFigure> = new Set(['team', 'requester', 'solver']);

/** Labels only keys that were found, because the URL may contain any text. */
function keyLabel(figure: TicketFigure, key: string, { name }: TicketsBehind, labels: Labels): string {
  if (key === withoutKey || !named.has(figure)) return labels.key(figure, key);
  return name === null || name === ERASED ? '–' : name;
}
