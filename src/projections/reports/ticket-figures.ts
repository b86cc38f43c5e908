import type { TicketMeasures } from '../tickets/ticket-measures';
import type { Bucket, Bucketing } from './calendar';

/** A ticket with the buckets that it was opened and last closed in. */
export interface CountedTicket {
  readonly ticket: TicketMeasures;
  readonly opened: Bucket;
  /** Null while it is open. */
  readonly closed: Bucket | null;
}

export function countedTicket(ticket: TicketMeasures, bucket: Bucketing): CountedTicket {
  const { openedAt, lastClosedAt } = ticket;
  return { ticket, opened: bucket(openedAt), closed: lastClosedAt === null ? null : bucket(lastClosedAt) };
}

type KeyOf = (counted: CountedTicket) => string | number | null | undefined;

const reopensOf = ({ reopens }: TicketMeasures): number => reopens.from6 + reopens.from7;
const made = 'made';
const missed = 'missed';

/** Every figure that counts tickets, with the key that a ticket counts under, or null. Counts and lists both use this table, so they always agree. */
export const ticketFigures = {
  all: () => 'all',
  openedOnDay: ({ opened }) => opened.day,
  openedInWeek: ({ opened }) => opened.week,
  openedInMonth: ({ opened }) => opened.month,
  openedOnWeekday: ({ opened }) => opened.weekday,
  openedInHour: ({ opened }) => opened.hour,
  closedOnDay: ({ closed }) => closed?.day,
  closedInWeek: ({ closed }) => closed?.week,
  closedInMonth: ({ closed }) => closed?.month,
  status: ({ ticket }) => (ticket.phase === 7 ? 'closed' : 'open'),
  phase: ({ ticket }) => ticket.phase,
  resolution: ({ ticket }) => ticket.resolution,
  firstPriority: ({ ticket }) => ticket.firstPriority,
  priority: ({ ticket }) => ticket.lastPriority,
  channel: ({ ticket }) => ticket.details.channel,
  category: ({ ticket }) => ticket.details.category,
  location: ({ ticket }) => ticket.details.location,
  team: ({ ticket }) => ticket.lastTeam,
  requester: ({ ticket: { requester } }) => ('user' in requester ? `user-${requester.user}` : `contact-${requester.contact}`),
  solver: ({ ticket: { solver } }) => (solver === null ? null : `user-${solver}`),
  solved: ({ ticket }) => (ticket.firstSolvedAt === null ? null : 'solved'),
  reopens: ({ ticket }) => reopensOf(ticket),
  reopened: ({ ticket }) => (reopensOf(ticket) === 0 ? null : 'reopened'),
  teamMoves: ({ ticket }) => ticket.teamMoves,
  deadline: ({ ticket: { madeSla } }) => (madeSla === null ? null : madeSla ? made : missed),
} as const satisfies { readonly [figure: string]: KeyOf };

export type TicketFigure = keyof typeof ticketFigures;
export const ticketFigureNames = Object.keys(ticketFigures) as readonly TicketFigure[];

/** Key of the tickets that a figure leaves out: no channel, no team, not solved. */
export const withoutKey = '';

/** Null if the ticket does not count for this figure. */
export function keyOf(figure: TicketFigure, counted: CountedTicket): string | null {
  const key = (ticketFigures[figure] as KeyOf)(counted);
  return key === null || key === undefined ? null : String(key);
}

/** Where the lists of the report find the ticket. */
export const placeOf = (figure: TicketFigure, counted: CountedTicket): string => keyOf(figure, counted) ?? withoutKey;
