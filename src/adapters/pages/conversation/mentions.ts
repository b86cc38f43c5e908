import { Injectable } from '@nestjs/common';
import { QueryBus } from '@nestjs/cqrs';
import type { Actor } from '../../../domain/people/actor';
import { nameTickets } from '../../../projections/tickets/name-tickets';
import { ExecuteQuery } from '../../cqrs/execute-query';
import { ticketNumbersIn, type TicketRefs } from '../rendering/markdown';
import type { Translate } from '../rendering/words';
import { statusKey } from '../tickets/status-key';

/** Tickets mentioned in texts, limited to those that the reader may see. */
@Injectable()
export class Mentions {
  constructor(private readonly queries: QueryBus) {}

  async in(texts: readonly (string | null)[], actor: Actor, t: Translate): Promise<TicketRefs> {
    const numbers = ticketNumbersIn(texts);
    if (numbers.length === 0) return {};
    const named = await this.queries.execute(new ExecuteQuery(nameTickets, actor, { numbers }));
    return Object.fromEntries(
      named.map(({ number, title, ...at }) => [
        number,
        { title: `${title ?? t('tickets.erased')} · ${t(`tickets.status.${statusKey(at)}`)}` },
      ]),
    );
  }
}
