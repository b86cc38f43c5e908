import { choice, line, list, optional, text, type Values } from '../../../domain/kernel/fields';
import { isUuid } from '../../../domain/kernel/ids';
import { channels, engagements, kinds, priorities } from '../../../domain/ticket/ticket.events';
import {
  ticketFilters,
  ticketStates,
  ticketTabs,
  type TicketFilter,
  type TicketFilters,
  type TicketListParams,
} from '../../../projections/tickets/list-tickets';
import { stages } from '../../../projections/tickets/status';
import { ticketOrders } from '../../../projections/tickets/ticket-list';
import { refuseFields } from '../../desk/refuse-fields';
import type { RevisionOf } from '../../desk/tickets/ticket-reader';
import { paging } from '../paging.fields';

type Order = keyof typeof ticketOrders;
const orders = Object.keys(ticketOrders).flatMap((order) => [order, `-${order}`]) as (Order | `-${Order}`)[];

const none = 'none';
const most = { max: 50 };
const several = 'Separate several with commas.';

/** A list of allowed values. */
const anyOf = <const T extends string>(values: readonly T[], about: string) =>
  optional(list(choice(values, { about }), most, { about: `${about} ${several}` }));
const anyText = (max: number, about: string, example: string) =>
  optional(list(line(max, { about }), most, { about: `${about} ${several}`, example: [example] }));
/** A list of texts or `none`. An empty value also means `none`. */
const anyOrNone = (max: number, about: string, example: string) =>
  optional(
    list(
      line(max, { about }),
      { ...most, min: 0 },
      { about: `${about} ${several} "${none}" finds tickets without one.`, example: [example] },
    ),
  );
const someId = '01939d1e-6d3a-7b52-9c4e-2f8a1b7c5d90';

const moment = (about: string) => optional(line(24, { about, example: '2016-03-01' }));

export const ticketList = {
  ...paging,
  scope: optional(
    choice(ticketTabs, {
      about: 'Your tickets, tickets that your organisation passed on, or all that you may read. Default: my.',
    }),
  ),
  state: optional(choice(ticketStates, { about: 'Open tickets, closed tickets or all. Default: open.' })),
  sort: optional(choice(orders, { about: 'A leading minus reverses the order. Default: updated (newest first).' })),
  q: optional(
    text(200, {
      about:
        'Words, or beginnings of words, in the number, title, description, replies and serial number, and in the names of requester, assignee and organisations. All of them must match.',
      example: 'lobby screen',
    }),
  ),
  priority: anyOf(priorities, 'Only these priorities.'),
  kind: anyOf(kinds, 'Only these kinds.'),
  engagement: anyOf(engagements, 'Only these engagements.'),
  phase: anyOf(['1', '2', '3', '4', '5', '6', '7'], 'Only these phases.'),
  stage: anyOf(stages, 'Only tickets that stand there: the phase, the party waited for, or how it was closed, in one word.'),
  subStatus: anyText(100, 'Only these sub-statuses.', 'in-progress'),
  team: anyOrNone(36, 'Only these teams.', someId),
  assignee: anyOrNone(36, 'Only these assignees.', none),
  customer: anyText(36, 'Only tickets of these customers: the organisations that own them.', someId),
  handler: anyText(36, 'Only tickets in the custody of these organisations.', someId),
  requester: anyText(36, 'Only tickets for these users or contacts.', someId),
  category: anyOrNone(100, 'Only these categories.', 'Screen'),
  channel: optional(
    list(
      choice([...channels, none], { about: 'A channel.' }),
      { ...most, min: 0 },
      { about: `Only these channels. ${several} "${none}" finds tickets without one.` },
    ),
  ),
  openedFrom: moment('Opened at this time or later. A date starts at midnight in `zone`.'),
  openedTo: moment('Opened before this time. A date is not included.'),
  updatedFrom: moment('Last updated at this time or later. A date starts at midnight in `zone`.'),
  updatedTo: moment('Last updated before this time. A date is not included.'),
  closedFrom: moment('Closed at this time or later. A date starts at midnight in `zone`.'),
  closedTo: moment('Closed before this time. A date is not included.'),
  atLeast: optional(
    line(60, {
      about: 'Waits until the list shows this revision of the ticket: `<id>:<revision>` from the outcome of a command.',
      example: `${someId}:4`,
    }),
  ),
  zone: optional(line(64, { about: 'Time zone of the dates (IANA). Default: UTC.', example: 'Europe/Helsinki' })),
};

type Asked = Values<typeof ticketList>;

/** @throws {DomainError} invalid when an id is malformed */
export function ticketListParams(asked: Asked): TicketListParams {
  return {
    tab: asked.scope,
    state: asked.state,
    sort: asked.sort?.replace(/^-/, '') as Order | undefined,
    reverse: asked.sort?.startsWith('-'),
    filters: filtersIn(asked),
    spans: {
      opened: { from: asked.openedFrom, to: asked.openedTo },
      updated: { from: asked.updatedFrom, to: asked.updatedTo },
      closed: { from: asked.closedFrom, to: asked.closedTo },
    },
    zone: asked.zone,
    text: asked.q,
    limit: asked.limit,
    after: asked.after,
  };
}

/** @throws {DomainError} invalid */
export function atLeastIn({ atLeast }: Asked): RevisionOf | undefined {
  if (atLeast === undefined) return undefined;
  const [ticket = '', revision = ''] = atLeast.split(':');
  if (isUuid(ticket) && /^\d{1,9}$/.test(revision)) return { ticket, revision: Number(revision) };
  return refuseFields([{ field: 'atLeast', message: `must be <id>:<revision>, such as ${someId}:4` }]);
}

function filtersIn(asked: Asked): TicketFilters {
  const filters = (Object.keys(ticketFilters) as TicketFilter[]).flatMap((filter) => {
    const values = asked[filter];
    return values === undefined ? [] : [[filter, valuesOf(filter, values)] as const];
  });
  return Object.fromEntries(filters);
}

const ofIds: readonly TicketFilter[] = ['team', 'assignee', 'customer', 'handler', 'requester'];
const ofNone: readonly TicketFilter[] = ['team', 'assignee', 'category', 'channel'];

function valuesOf(filter: TicketFilter, values: readonly string[]): readonly (string | number | null)[] {
  if (values.length === 0) return [null];
  return values.map((value) => {
    if (value === none && ofNone.includes(filter)) return null;
    if (ofIds.includes(filter) && !isUuid(value)) refuseId(filter);
    return filter === 'phase' ? Number(value) : value;
  });
}

function refuseId(filter: TicketFilter): never {
  const orNone = ofNone.includes(filter) ? `, or "${none}"` : '';
  return refuseFields([{ field: filter, message: `must be ids in lower case, as the API answers them${orNone}` }]);
}
