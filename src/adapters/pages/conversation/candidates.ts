import { Injectable } from '@nestjs/common';
import { QueryBus } from '@nestjs/cqrs';
import type { Actor } from '../../../domain/people/actor';
import { ERASED } from '../../../domain/kernel/event';
import type { TicketLine } from '../../../projections/tickets/list-tickets';
import { numberedTickets } from '../../../projections/tickets/name-tickets';
import { isTicketNumber } from '../../../projections/tickets/read-ticket';
import { ExecuteQuery } from '../../cqrs/execute-query';
import { TicketReader, type TicketView } from '../../desk/tickets/ticket-reader';
import { lastOf } from '../forms/sent-values';
import { statusKey } from '../tickets/status-key';
import { plainForm, type FormOf, type HandMade } from './hand-made';

const mostShown = 8;
/** Maximum number of duplicates in one command. */
const mostChosen = 50;

export interface Candidate {
  readonly number: string;
  readonly title: string | null;
  readonly status: string;
  readonly openedAt: string;
  readonly isChosen: boolean;
}

export interface Sought {
  readonly q: string;
  /** Numbers of the chosen tickets. */
  readonly chosen: readonly string[];
}

/** Tickets that can be merged: open, with the same handler and owner organisation (S4.44, S4.47). */
@Injectable()
export class Candidates {
  constructor(
    private readonly reader: TicketReader,
    private readonly queries: QueryBus,
  ) {}

  async form({ ticket, actor, typed }: FormOf, field: 'primary' | 'duplicates'): Promise<HandMade> {
    const chosen = (typed.get(field) ?? []).filter((number) => number !== '').map((number) => number.toUpperCase());
    const sought = { q: lastOf(typed, 'q'), chosen };
    const items = await this.of(ticket, actor, sought);
    const hand = { ...{ field, q: sought.q, number: ticket.number, items }, type: field === 'primary' ? 'radio' : 'checkbox' };
    return { ...plainForm, inputs: { [field]: { part: 'conversation/ticket-picker', hint: null, hand } } };
  }

  /** Tickets chosen earlier stay in the list during further searches. */
  async of(ticket: TicketView, actor: Actor, { q, chosen }: Sought): Promise<readonly Candidate[]> {
    const numbers = [...new Set(chosen)].filter(isTicketNumber).slice(0, mostChosen);
    const [kept, found] = await Promise.all([
      numbers.length === 0 ? [] : this.queries.execute(new ExecuteQuery(numberedTickets, actor, { numbers })),
      this.found(ticket, actor, q),
    ]);
    const known = new Map(kept.filter((line) => isCandidate(line, ticket, actor)).map((line) => [line.number, line]));
    const picked = numbers.flatMap((number) => known.get(number) ?? []);
    const others = found.filter(({ number }) => !chosen.includes(number)).slice(0, mostShown);
    return [...picked.map((item) => candidateOf(item, true)), ...others.map((item) => candidateOf(item, false))];
  }

  private async found(ticket: TicketView, actor: Actor, text: string): Promise<readonly TicketLine[]> {
    const filters = { customer: [ticket.ownerOrganisation], handler: [actor.organisation] };
    const params = { tab: 'all', state: 'open', filters, text: text.slice(0, 200), limit: mostShown + 1 } as const;
    return (await this.reader.list(actor, params)).items.filter(({ id }) => id !== ticket.id);
  }
}

/** Same conditions as the search. */
function isCandidate({ id, status, ownerOrganisation, handler }: TicketLine, ticket: TicketView, actor: Actor): boolean {
  const isSameOwner = ownerOrganisation === ticket.ownerOrganisation;
  return id !== ticket.id && status === 'open' && isSameOwner && handler === actor.organisation;
}

function candidateOf({ number, title, openedAt, ...at }: TicketLine, isChosen: boolean): Candidate {
  return { number, openedAt, isChosen, title: title === ERASED ? null : title, status: statusKey(at) };
}
