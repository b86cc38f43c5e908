import { Get, Post, Query, Req, type StreamableFile } from '@nestjs/common';
import { QueryBus } from '@nestjs/cqrs';
import type { FastifyRequest } from 'fastify';
import type { Actor } from '../../../domain/people/actor';
import { listUsers } from '../../../projections/people/list-people';
import { isTicketNumber } from '../../../projections/tickets/read-ticket';
import { accessKinds, type AccessReport } from '../../access-log/access-log.port';
import { ExecuteQuery } from '../../cqrs/execute-query';
import { AccessReader, mayVerifyAccess, type AccessPage, type ShownAccess } from '../../desk/access-log/access-reader';
import { unless } from '../../desk/unless';
import { TicketReader } from '../../desk/tickets/ticket-reader';
import { Page } from '../../web/route-config';
import { deviceName } from '../access/device-name';
import { visitOf, Who } from '../access/visit';
import {
  addressWith,
  dateIn,
  idIn,
  personOptions,
  shownNames,
  textIn,
  type Option,
  type Query as Asked,
} from '../audit-trail/question';
import { allPages } from '../exports/all-pages';
import { exportMenu } from '../exports/export-menu';
import { Exporting, type SendTable } from '../exports/exporting';
import { accessTable } from './access-table';
import { goTo, type PageAnswer } from '../rendering/answer';
import { detailIn, type DetailWords } from './details';
import { PageController } from '../rendering/page-controller';
import { translateFor } from '../rendering/wording';
import type { Translate } from '../rendering/words';

const mostPeople = 200;

/** The access log: sign-ins and views. */
@PageController('access-log')
export class AccessLogController {
  constructor(
    private readonly reader: AccessReader,
    private readonly tickets: TicketReader,
    private readonly queries: QueryBus,
  ) {}

  @Get()
  @Page()
  show(@Query() query: Record<string, unknown>, @Who() actor: Actor, @Req() request: FastifyRequest): Promise<PageAnswer> {
    return this.page(query, { actor, request, report: null });
  }

  @Get('export')
  @Page()
  async export(
    @Query() query: Record<string, unknown>,
    @Who() actor: Actor,
    @Req() request: FastifyRequest,
    @Exporting() send: SendTable,
  ): Promise<StreamableFile> {
    const t = translateFor(request);
    const { number, ...filter } = filterIn(query);
    const ticket = number === null ? null : await this.tickets.idOf(number, actor);
    const { timeZone: zone } = visitOf(request).viewer;
    const pages = await allPages(async (after) => {
      const page = await this.reader.list(actor, { ...filter, ticket, zone, after });
      return { rows: accessTable.rows(rowsOf(page, t), t), next: page.next };
    });
    return send({ title: t('access-log.title'), columns: accessTable.columns(t), pages });
  }

  /** Verification changes nothing, so the response is the page itself. */
  @Post('verify')
  @Page()
  async verify(@Who() actor: Actor, @Req() request: FastifyRequest): Promise<PageAnswer> {
    return this.page({}, { actor, request, report: await this.reader.verify(actor) });
  }

  /** Where somebody comes back to the address of a check, the page itself is shown. */
  @Get('verify')
  @Page()
  showVerified(): PageAnswer {
    return goTo('/access-log');
  }

  private async page(query: Asked, { actor, request, report }: Showing): Promise<PageAnswer> {
    const t = translateFor(request);
    const { number, ...filter } = filterIn(query);
    const ticket = number === null ? null : await this.tickets.idOf(number, actor);
    const after = textIn(query, 'after');
    const { timeZone: zone } = visitOf(request).viewer;
    const page = await this.reader.list(actor, { ...filter, ticket, zone, after });
    const asked = { ...filter, ticket: number };
    return {
      ...{ template: 'access-log/list', title: t('access-log.title'), here: 'access-log' },
      view: {
        ...{ number, from: filter.from, to: filter.to, rows: rowsOf(page, t), mayVerify: mayVerifyAccess(actor) },
        isFiltered: Object.values(asked).some((value) => value !== null),
        kinds: accessKinds.map((value) => ({ value, label: t(`access-log.kind.${value}`), isChosen: value === filter.kind })),
        people: await this.people(actor, filter.person),
        exporting: exportMenu('/access-log/export', addressWith('/access-log', asked)),
        newer: after === null ? null : addressWith('/access-log', asked),
        older: page.next === null ? null : addressWith('/access-log', { ...asked, after: page.next }),
        verified: report === null ? null : { ...report, isWhole: report.problems.length === 0 },
      },
    };
  }

  private async people(actor: Actor, chosen: string | null): Promise<readonly Option[]> {
    const found = await this.queries
      .execute(new ExecuteQuery(listUsers, actor, { limit: mostPeople }))
      .catch(unless({ items: [] as const }, 'not-permitted'));
    return personOptions(found.items, chosen);
  }
}

function filterIn(query: Asked) {
  const number = textIn(query, 'ticket')?.trim().toUpperCase() ?? '';
  return {
    number: isTicketNumber(number) ? number : null,
    person: idIn(query, 'person'),
    kind: accessKinds.find((one) => one === query['kind']) ?? null,
    ...{ from: dateIn(query, 'from'), to: dateIn(query, 'to') },
  };
}

interface Showing {
  readonly actor: Actor;
  readonly request: FastifyRequest;
  readonly report: AccessReport | null;
}

function rowsOf({ items, names: known }: AccessPage, t: Translate) {
  const names = shownNames(known, t);
  return items.map((entry) => ({
    ...{ at: entry.at, hash: entry.hash, kind: entry.kind, word: t(`access-log.kind.${entry.kind}`) },
    ...{ icon: icons[entry.kind] ?? 'eye', isBad: entry.kind === 'sign-in-failed' || entry.kind === 'sign-in-delayed' },
    who: entry.user === null ? null : (names[entry.user] ?? '–'),
    organisation: entry.organisation === null ? null : (names[entry.organisation] ?? '–'),
    ...aboutOf(entry, { names, t }),
    address: entry.address,
    device: entry.device === null ? null : deviceName(entry.device),
  }));
}

const icons: Readonly<Record<string, string>> = {
  'signed-in': 'user-check',
  'sign-in-failed': 'user-x',
  'sign-in-delayed': 'user-x',
  'signed-out': 'logout',
  'password-changed': 'key',
  'password-set': 'key',
  'file-read': 'download',
  exported: 'download',
  'audit-viewed': 'history',
  'token-used': 'key',
  'entries-missed': 'alert-triangle',
  'entries-removed': 'trash',
};

function aboutOf(entry: ShownAccess, words: DetailWords) {
  const { ticketNumber, isAboutTicket } = entry;
  return {
    ticket: ticketNumber,
    isHidden: isAboutTicket && ticketNumber === null,
    detail: isAboutTicket ? null : detailIn(entry, words),
  };
}
