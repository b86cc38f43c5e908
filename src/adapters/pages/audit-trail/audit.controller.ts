import { Get, Inject, Query, Req } from '@nestjs/common';
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
import { goTo, type PageAnswer } from '../rendering/answer';
import { PageController } from '../rendering/page-controller';
import { PageDrawer } from '../rendering/page-drawer';
import { lineViews } from './line-views';
import { addressWith, allFacts, dateIn, idIn, personOptions, textIn, typeIn, typeOptions, type Option } from './question';

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
    const filter = {
      person: idIn(query, 'person'),
      type: typeIn(query, allFacts),
      from: dateIn(query, 'from'),
      to: dateIn(query, 'to'),
    };
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
        facts: await this.factViews(page, request),
        lookedBackTo: page.lookedBackTo,
        types: typeOptions(allFacts, filter.type, t),
        people: await this.people(actor, filter.person),
        newer: after === null ? null : addressWith('/audit', filter),
        older: page.next === null ? null : addressWith('/audit', { ...filter, after: page.next }),
      },
    };
  }

  private async factViews({ items }: TrailPage, request: FastifyRequest) {
    const face = this.drawer.face(request);
    const views = await lineViews(this.models, items, face);
    return items.map((line, i) => ({ ...views[i], href: null, about: aboutOf(line, face.t) }));
  }

  /** Options for the person filter. Readers who may look nobody up can still filter by names in the list. */
  private async people(actor: Actor, chosen: string | null): Promise<readonly Option[]> {
    const found = await this.queries
      .execute(new ExecuteQuery(listUsers, actor, { limit: mostPeople }))
      .catch(unless({ items: [] as const }, 'not-permitted'));
    return personOptions(found.items, chosen);
  }
}

/** Only the filters that are set. */
function told<Filter extends Readonly<Record<string, string | null>>>(filter: Filter): { readonly [K in keyof Filter]?: string } {
  return Object.fromEntries(Object.entries(filter).filter(([, value]) => value !== null)) as { [K in keyof Filter]?: string };
}

function aboutOf({ about: { category, label } }: TrailLine, t: (key: string) => string) {
  const isTicket = category === 'ticket';
  return {
    kind: isTicket ? null : t(`audit-trail.about.${category}`),
    label,
    href: isTicket && label !== null ? `/tickets/${label}/audit` : null,
  };
}
