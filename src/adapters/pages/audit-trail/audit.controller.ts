import { Get, Inject, Query, Req, type StreamableFile } from '@nestjs/common';
import { QueryBus } from '@nestjs/cqrs';
import type { FastifyRequest } from 'fastify';
import type { Actor } from '../../../domain/people/actor';
import { askTrail, type TrailLine, type TrailPage } from '../../../projections/audit/ask-trail';
import type { ReadModels } from '../../../projections/kernel/read-models';
import { listUsers } from '../../../projections/people/list-people';
import { isTicketNumber } from '../../../projections/tickets/read-ticket';
import { ExecuteQuery } from '../../cqrs/execute-query';
import { READ_MODELS } from '../../desk/tokens';
import { unless } from '../../desk/unless';
import { Page } from '../../web/route-config';
import { visitOf, Who } from '../access/visit';
import { allPages } from '../exports/all-pages';
import { exportMenu } from '../exports/export-menu';
import { Exporting, type SendTable } from '../exports/exporting';
import { factTable } from './fact-table';
import { goTo, type PageAnswer } from '../rendering/answer';
import { PageController } from '../rendering/page-controller';
import { PageDrawer } from '../rendering/page-drawer';
import { lineViews } from './line-views';
import {
  addressWith,
  allFacts,
  categoryWord,
  dateIn,
  idIn,
  personOptions,
  textIn,
  typeIn,
  typeOptions,
  type Option,
} from './question';

const mostPeople = 200;

/** The newest facts that the auditor may see. */
@PageController()
export class AuditController {
  constructor(
    private readonly queries: QueryBus,
    private readonly drawer: PageDrawer,
    @Inject(READ_MODELS) private readonly models: ReadModels,
  ) {}

  @Get('audit')
  @Page()
  async show(@Query() query: Record<string, unknown>, @Who() actor: Actor, @Req() request: FastifyRequest): Promise<PageAnswer> {
    const number = textIn(query, 'ticket')?.trim().toUpperCase() ?? '';
    if (isTicketNumber(number)) return goTo(`/tickets/${number}/audit`);
    const filter = filterIn(query);
    const after = textIn(query, 'after');
    const { timeZone: zone } = visitOf(request).viewer;
    const page = await this.queries.execute(
      new ExecuteQuery(askTrail, actor, { ...told(filter), zone, ...(after !== null && { after }) }),
    );
    const { t } = this.drawer.face(request);
    return {
      template: 'audit-trail/list',
      title: t('audit-trail.title'),
      here: 'audit',
      view: {
        ...{ number, ...filter, isFiltered: Object.values(filter).some((value) => value !== null) },
        facts: await this.factViews(page, actor, request),
        lookedBackTo: page.lookedBackTo,
        types: typeOptions(allFacts, filter.type, t),
        people: await this.people(actor, filter.person),
        exporting: exportMenu('/audit/export', addressWith('/audit', filter)),
        newer: after === null ? null : addressWith('/audit', filter),
        older: page.next === null ? null : addressWith('/audit', { ...filter, after: page.next }),
      },
    };
  }

  @Get('audit/export')
  @Page()
  async export(
    @Query() query: Record<string, unknown>,
    @Who() actor: Actor,
    @Req() request: FastifyRequest,
    @Exporting() send: SendTable,
  ): Promise<StreamableFile> {
    const { t } = this.drawer.face(request);
    const asked = { ...told(filterIn(query)), zone: visitOf(request).viewer.timeZone };
    const pages = await allPages(async (after) => {
      const page = await this.queries.execute(new ExecuteQuery(askTrail, actor, { ...asked, ...(after !== null && { after }) }));
      return { rows: factTable.rows(await this.factViews(page, actor, request), t), next: page.next };
    });
    return send({ title: t('audit-trail.title'), columns: factTable.columns(t), pages });
  }

  private async factViews({ items }: TrailPage, actor: Actor, request: FastifyRequest) {
    const face = this.drawer.face(request);
    const views = await lineViews(this.models, actor, items, face);
    return items.flatMap((line, i) => {
      const view = views[i];
      return view === undefined ? [] : [{ ...view, href: null, about: aboutOf(line, face.t) }];
    });
  }

  /** Options for the person filter. Readers who may look nobody up can still filter by names in the list. */
  private async people(actor: Actor, chosen: string | null): Promise<readonly Option[]> {
    const found = await this.queries
      .execute(new ExecuteQuery(listUsers, actor, { limit: mostPeople }))
      .catch(unless({ items: [] as const }, 'not-permitted'));
    return personOptions(found.items, chosen);
  }
}

const filterIn = (query: Record<string, unknown>) => ({
  person: idIn(query, 'person'),
  type: typeIn(query, allFacts),
  from: dateIn(query, 'from'),
  to: dateIn(query, 'to'),
});

/** Only the filters that are set. */
function told<Filter extends Readonly<Record<string, string | null>>>(filter: Filter): { readonly [K in keyof Filter]?: string } {
  return Object.fromEntries(Object.entries(filter).filter(([, value]) => value !== null)) as { [K in keyof Filter]?: string };
}

function aboutOf({ about: { category, label } }: TrailLine, t: (key: string) => string) {
  const isTicket = category === 'ticket';
  return {
    kind: isTicket ? null : categoryWord(category, t),
    label,
    href: isTicket && label !== null ? `/tickets/${label}/audit` : null,
  };
}
