import type { FastifyRequest } from 'fastify';
import { ticketOrders } from '../../../projections/tickets/ticket-list';
import { gatheredOrders } from '../../../projections/tickets/list-gathered';
import { cookieOf } from '../access/cookies';

/** Sort orders of lists. */
export const orders = [...Object.keys(ticketOrders), ...gatheredOrders] as readonly Order[];
export type Order = keyof typeof ticketOrders | (typeof gatheredOrders)[number];

export interface Column {
  readonly key: string;
  readonly sort: Order;
  /** Always shown, as number and title are. */
  readonly isFixed?: true;
  readonly isUsual?: true;
}

/** All columns in display order. */
export const columns = [
  { key: 'number', sort: 'number', isFixed: true },
  { key: 'title', sort: 'title', isFixed: true },
  { key: 'status', sort: 'status', isUsual: true },
  { key: 'priority', sort: 'priority', isUsual: true },
  { key: 'kind', sort: 'kind' },
  { key: 'customer', sort: 'customer', isUsual: true },
  { key: 'handler', sort: 'handler' },
  { key: 'team', sort: 'team' },
  { key: 'technician', sort: 'technician', isUsual: true },
  { key: 'category', sort: 'category' },
  { key: 'opened', sort: 'opened' },
  { key: 'updated', sort: 'updated', isUsual: true },
  { key: 'closed', sort: 'closed' },
] as const satisfies readonly Column[];
export type ColumnKey = (typeof columns)[number]['key'];

/** Stored in a cookie, like the other display preferences. */
export const columnsCookie = 'docket-columns';

export function columnsOf(request: FastifyRequest): readonly Column[] {
  const kept = cookieOf(request, columnsCookie);
  if (kept === null) return (columns as readonly Column[]).filter(({ isFixed, isUsual }) => isFixed === true || isUsual === true);
  return chosenColumns(kept.split('.'));
}

export function chosenColumns(keys: readonly string[]): readonly Column[] {
  return (columns as readonly Column[]).filter(({ key, isFixed }) => isFixed === true || keys.includes(key));
}

/** Columns that the reader can show or hide. */
export function columnChoices(chosen: readonly Column[]) {
  const shown = new Set(chosen.map(({ key }) => key));
  return (columns as readonly Column[])
    .filter(({ isFixed }) => isFixed !== true)
    .map(({ key }) => ({ key, isChosen: shown.has(key) }));
}
