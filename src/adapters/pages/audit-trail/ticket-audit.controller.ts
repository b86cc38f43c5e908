import { Get, Inject, Param, Post, Query, Req } from '@nestjs/common';
import type { FastifyRequest } from 'fastify';
import type { Actor } from '../../../domain/people/actor';
import type { ReadModels } from '../../../projections/kernel/read-models';
import { namesIn } from '../../../projections/tickets/read-ticket';
import { isReadable, TicketAudit, type AuditPage, type AuditWanted } from '../../desk/audit/ticket-audit';
import type { StreamReport } from '../../eventstore/recorded-facts.port';
import { TicketReader } from '../../desk/tickets/ticket-reader';
import { READ_MODELS } from '../../desk/tokens';
import { Page } from '../../web/route-config';
import { Who } from '../access/visit';
import { goTo, type PageAnswer } from '../rendering/answer';
import { PageController } from '../rendering/page-controller';
import { PageDrawer } from '../rendering/page-drawer';
import { factView, namesFor } from './fact-view';
import { addressWith, idIn, revisionIn, shownNames, ticketFacts, typeIn, typeOptions, type Query as Asked } from './question';
import { thenView } from './then-view';

interface Showing {
  readonly number: string;
  readonly query: Asked;
  readonly actor: Actor;
  readonly request: FastifyRequest;
}

/** All facts of a ticket, newest first, its state as of each, and the verification of its record. */
@PageController('tickets')
export class TicketAuditController {
  constructor(
    private readonly reader: TicketReader,
    private readonly audit: TicketAudit,
    private readonly drawer: PageDrawer,
    @Inject(READ_MODELS) private readonly models: ReadModels,
  ) {}

  @Get(':number/audit')
  @Page()
  show(
    @Param('number') number: string,
    @Query() query: Record<string, unknown>,
    @Who() actor: Actor,
    @Req() request: FastifyRequest,
  ): Promise<PageAnswer> {
    return this.page({ number, query, actor, request }, null);
  }

  /** Verification changes nothing, so the response is the page itself. */
  @Post(':number/audit/verify')
  @Page()
  async verify(@Param('number') number: string, @Who() actor: Actor, @Req() request: FastifyRequest): Promise<PageAnswer> {
    const report = await this.audit.verify(actor, await this.idOf(number, actor));
    return this.page({ number, query: {}, actor, request }, report);
  }

  /** Where somebody comes back to the address of a check, the page itself is shown. */
  @Get(':number/audit/verify')
  @Page()
  async showVerified(@Param('number') number: string, @Who() actor: Actor): Promise<PageAnswer> {
    await this.idOf(number, actor);
    return goTo(`/tickets/${encodeURIComponent(number)}/audit`);
  }

  private idOf(number: string, actor: Actor): Promise<string> {
    return this.reader.idAt(number, actor);
  }

  private async page({ number: asked, query, actor, request }: Showing, report: StreamReport | null): Promise<PageAnswer> {
    const number = asked.toUpperCase();
    const ticket = await this.idOf(number, actor);
    const filter = { type: typeIn(query, ticketFacts), person: idIn(query, 'person') };
    const wanted: AuditWanted = { ticket, from: revisionIn(query, 'from'), ...filter };
    const at = revisionIn(query, 'at');
    const [page, then] = await Promise.all([
      this.audit.page(actor, wanted),
      at === null ? null : this.thenOf(actor, ticket, { at, request }),
    ]);
    const { t } = this.drawer.face(request);
    return {
      template: 'audit-trail/ticket',
      title: t('audit-trail.ticketTitle', { number }),
      here: 'audit',
      view: {
        ...{ number, path: `/tickets/${number}/audit`, ...(await this.factsView(page, { number, filter, at, actor, request })) },
        ...{ replay: replayView(number, page.newest, { at, filter }), then, mayVerify: actor.permissions.has('audit.verify') },
        verified: report === null ? null : { ...report, isWhole: report.problem === null },
      },
    };
  }

  private async factsView(page: AuditPage, { number, filter, at, actor, request }: Listing) {
    const { t, formats } = this.drawer.face(request);
    const readable = page.facts.filter(isReadable);
    const names = shownNames(await namesFor(this.models, actor, readable), t);
    const path = `/tickets/${number}/audit`;
    const facts = page.facts.map((fact) => ({
      ...(isReadable(fact) ? factView(fact, { names, t, formats }) : { ...unreadable, ...fact, word: t('audit-trail.damaged') }),
      ...{ href: addressWith(path, { at: fact.revision, ...filter }), about: null },
    }));
    const people = new Map(facts.flatMap(({ person, who }) => (person === null ? [] : [[person, who] as const])));
    if (filter.person !== null && !people.has(filter.person)) people.set(filter.person, t('audit-trail.chosenPerson'));
    return {
      facts,
      types: typeOptions(ticketFacts, filter.type, t),
      people: [...people].map(([value, label]) => ({ value, label, isChosen: value === filter.person })),
      isFiltered: filter.type !== null || filter.person !== null,
      newer: page.facts[0]?.revision === page.newest ? null : addressWith(path, { ...filter, at }),
      older: page.next === null ? null : addressWith(path, { ...filter, at, from: page.next }),
    };
  }

  private async thenOf(actor: Actor, ticket: string, { at, request }: { readonly at: number; readonly request: FastifyRequest }) {
    const { t, formats } = this.drawer.face(request);
    const { document, fact, damaged } = await this.audit.asOf(actor, ticket, at);
    if (fact === null) return { fact: null, ticket: null, damaged: damaged.join(', ') };
    const facts = await namesFor(this.models, actor, [fact]);
    const names = shownNames({ ...facts, ...(document === null ? {} : await namesIn(this.models, document, [])) }, t);
    const words = { names, t, formats };
    return {
      fact: factView(fact, words),
      ticket: document === null ? null : thenView(document, words),
      damaged: damaged.join(', '),
    };
  }
}

interface Filter {
  readonly type: string | null;
  readonly person: string | null;
}

interface Listing {
  readonly actor: Actor;
  readonly number: string;
  readonly filter: Filter;
  readonly at: number | null;
  readonly request: FastifyRequest;
}

/** Placeholder for an altered fact, whose content is unknown. */
const unreadable = {
  ...{ type: null, changes: [], who: null, person: null, organisation: null, onBehalf: null },
  ...{ isStaffOnly: false, isLate: false, occurredAt: null, recordedAt: null, origin: null },
};

function replayView(number: string, newest: number, { at, filter }: { readonly at: number | null; readonly filter: Filter }) {
  const shown = Math.min(at ?? newest, newest);
  const to = (revision: number): string => addressWith(`/tickets/${number}/audit`, { at: revision, ...filter });
  return {
    at: shown,
    newest,
    count: newest + 1,
    ...filter,
    previous: to(Math.max(0, shown - 1)),
    following: to(Math.min(newest, shown + 1)),
  };
}
