import { isUuid } from '../../../domain/kernel/ids';
import { kinds, priorities } from '../../../domain/ticket/ticket.events';
import { isTicketNumber } from '../../../projections/tickets/read-ticket';

/** What the address of the board asks for. What is no such thing there is passed over: an old bookmark still shows a board. */
export interface BoardQuestion {
  /** Id of a team, or `noTeam`. */
  readonly team: string | null;
  readonly kind: string | null;
  readonly priority: string | null;
  readonly area: string | null;
  /** Number of the ticket that was chosen. */
  readonly ticket: string | null;
  /** Where the page of the queue begins, and the page of people. */
  readonly after: string | null;
  readonly people: string | null;
}

/** Of the filter for teams: tickets that are in no queue yet. */
export const noTeam = 'none';
const longestArea = 80;

export function boardQuestionIn(asked: Readonly<Record<string, unknown>>): BoardQuestion {
  const text = (name: string): string => {
    const value = asked[name];
    return typeof value === 'string' ? value.trim() : '';
  };
  const oneOf = (values: readonly string[], name: string): string | null => values.find((one) => one === text(name)) ?? null;
  const ticket = text('ticket').toUpperCase();
  return {
    team: isUuid(text('team')) || text('team') === noTeam ? text('team') : null,
    kind: oneOf(kinds, 'kind'),
    priority: oneOf(priorities, 'priority'),
    area: text('area').slice(0, longestArea) || null,
    ticket: isTicketNumber(ticket) ? ticket : null,
    after: text('after') || null,
    people: text('people') || null,
  };
}

/** The address of the same board with some of it changed. */
export function boardAddress(question: BoardQuestion, change: Partial<BoardQuestion> = {}): string {
  const parts = Object.entries({ ...question, ...change }).filter((part): part is [string, string] => part[1] !== null);
  return parts.length === 0 ? '/dispatch' : `/dispatch?${new URLSearchParams(parts).toString()}`;
}

/** The same filters on their first pages, with nothing chosen. */
export const allPages = { ticket: null, after: null, people: null } as const;
