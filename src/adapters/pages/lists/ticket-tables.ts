import { Inject, Injectable } from '@nestjs/common';
import type { FastifyRequest } from 'fastify';
import type { Actor } from '../../../domain/people/actor';
import { mostPerPage } from '../../../projections/kernel/asking';
import type { TicketLine, TicketListPage } from '../../../projections/tickets/list-tickets';
import type { Names } from '../../../projections/people/names';
import { TicketReader } from '../../desk/tickets/ticket-reader';
import { CLOCK } from '../../desk/tokens';
import type { Clock } from '../../system/clock.port';
import { visitOf } from '../access/visit';
import { column, type Cell, type Row, type Table } from '../exports/table';
import type { Translate } from '../rendering/words';
import { translateFor } from '../rendering/wording';
import { columnsOf, type Column, type Order } from './columns';
import { paramsOf, type ListQuestion } from './list-question';
import { cellOf } from './list-view';
import { noticeFor } from './ticket-lists';

/** Tickets keep their place in these orders. In others a change can move one past the reading position. */
const steady: ReadonlySet<Order> = new Set<Order>(['number', 'opened']);
/** Facts recorded before the export may reach the list after it began. */
const marginMs = 60_000;

type Ask = (question: ListQuestion) => Promise<TicketListPage>;
type Draw = (page: TicketListPage) => readonly Row[];

/** The ticket list as a file: the same question as the page, on to the last page. */
@Injectable()
export class TicketTables {
  constructor(
    private readonly reader: TicketReader,
    @Inject(CLOCK) private readonly clock: Clock,
  ) {}

  /** @throws {DomainError} not-permitted */
  async tableOf(asked: ListQuestion, actor: Actor, request: FastifyRequest): Promise<Table> {
    const t = translateFor(request);
    const { timeZone: zone } = visitOf(request).viewer;
    const columns = columnsOf(request);
    const begun = new Date(Date.parse(this.clock.now()) - marginMs).toISOString();
    const ask: Ask = (question) => this.reader.list(actor, paramsOf(question, actor, { limit: mostPerPage, zone }));
    const { question, page } = await firstPage({ ...asked, after: null, trail: [] }, ask);
    const draw: Draw = ({ items, names }) => items.map((item) => columns.map((one) => valueOf(one, item, { names, t })));
    const isSteady = question.sort !== null && steady.has(question.sort);
    return {
      title: t('lists.title'),
      columns: columns.map(({ key }) => columnOf(key, t)),
      pages: isSteady ? allOf(question, page, { ask, draw }) : eachOnce(question, page, { ask, draw, begun }),
    };
  }
}

/** Like the page, a list that is too long for its order comes in the default one. */
async function firstPage(question: ListQuestion, ask: Ask): Promise<{ question: ListQuestion; page: TicketListPage }> {
  try {
    return { question, page: await ask(question) };
  } catch (error) {
    if (noticeFor(error) === null) throw error;
    const usual = { ...question, sort: null, reverse: false };
    return { question: usual, page: await ask(usual) };
  }
}

async function* pagesFrom(question: ListQuestion, first: TicketListPage, ask: Ask) {
  let page = first;
  yield page;
  while (page.next !== null) {
    page = await ask({ ...question, after: page.next });
    yield page;
  }
}

interface Reading {
  readonly ask: Ask;
  readonly draw: Draw;
}

async function* allOf(question: ListQuestion, first: TicketListPage, { ask, draw }: Reading) {
  for await (const page of pagesFrom(question, first, ask)) yield draw(page);
}

/** Each ticket once, also those that changed while the list was read. They are asked for at the end. */
async function* eachOnce(
  question: ListQuestion,
  first: TicketListPage,
  { ask, draw, begun }: Reading & { readonly begun: string },
) {
  const told = new Set<number>();
  const untold = (page: TicketListPage): TicketListPage => {
    const items = page.items.filter(({ number }) => !told.has(keyOf(number)));
    for (const { number } of items) told.add(keyOf(number));
    return { ...page, items };
  };
  for await (const page of pagesFrom(question, first, ask)) yield draw(untold(page));
  const { updatedFrom = '' } = question.dates;
  const dates = { ...question.dates, updatedFrom: updatedFrom > begun ? updatedFrom : begun };
  const changed: ListQuestion = { ...question, dates, sort: 'updated', reverse: true };
  for await (const page of pagesFrom(changed, await ask(changed), ask)) yield draw(untold(page));
}

/** A ticket's number as a small integer, because a million of them are kept. */
const keyOf = (number: string): number => Number(number.slice(3)) * 32 + (number.charCodeAt(0) & 31);

const widths: Readonly<Record<string, number>> = { number: 12, title: 48, status: 18, priority: 12, kind: 16 };
const moments: ReadonlySet<string> = new Set(['opened', 'updated', 'closed']);

function columnOf(key: string, t: Translate) {
  const kind = moments.has(key) ? 'moment' : 'text';
  return column(t(`tickets.column.${key}`), kind, widths[key]);
}

function valueOf(one: Column, item: TicketLine, { names, t }: { readonly names: Names; readonly t: Translate }): Cell {
  const { kind, text, at, status } = cellOf(one, item, names);
  if (kind === 'status') return t(`tickets.status.${String(status)}`);
  if (kind === 'moment' || kind === 'ago') return at as string | null;
  if (kind === 'word') return t(String(text));
  return kind === 'title' ? ((text as string | null) ?? t('tickets.erased')) : (text as string | null);
}
