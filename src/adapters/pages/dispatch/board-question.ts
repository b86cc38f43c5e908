import { isUuid } from '../../../domain/kernel/ids';
import { kinds, priorities } from '../../../domain/ticket/ticket.events';
import { isTicketNumber } from '../../../projections/tickets/read-ticket';

/** The parameters of the board's URL. Invalid ones are ignored, so old bookmarks still work. */
export interface BoardQuestion {
  /** Id of a team, or `noTeam`. */
  readonly team: string | null;
  readonly kind: string | null;
  readonly priority: string | null;
  readonly area: string | null;
  /** Number of the selected ticket. */
  readonly ticket: string | null;
  /** Cursors of the queue's page and of the people's page. */
  readonly after: string | null;
  readonly people: string | null;
}

/** Team filter for tickets without a team. */
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

/** URL of the same board with some parameters changed. */
export function boardAddress(question: BoardQuestion, change: Partial<BoardQuestion> = {}): string {
  const parts = Object.entries({ ...question, ...change }).filter((part): part is [string, string] => part[1] !== null);
  return parts.length === 0 ? '/dispatch' : `/dispatch?${new URLSearchParams(parts).toString()}`;
}

/** Resets the cursors and the selection. */
export const allPages = { ticket: null, after: null, people: null } as const;
