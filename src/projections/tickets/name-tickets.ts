import { ERASED } from '../../domain/kernel/event';
import type { Actor } from '../../domain/people/actor';
import { readScope, userScope } from '../../domain/ticket/ticket.facets';
import type { ReadModels } from '../kernel/read-models';
import { shown } from '../kernel/shown';
import type { TicketLine } from './list-tickets';
import { sortableNumber } from './status';
import type { TicketListItem } from './ticket-list';

/** The part of a ticket that a mention shows. */
export interface NamedTicket {
  readonly number: string;
  readonly title: string | null;
  readonly phase: number;
  readonly subStatus: string;
}

/** Limit of index ranges per query, counting both states of each ticket. */
const numbersPerQuery = 10;

interface Numbers {
  readonly numbers: readonly string[];
}

/** The tickets with these numbers that the actor may see. Others are left out, whether or not they exist. */
export async function nameTickets(models: ReadModels, actor: Actor, asked: Numbers): Promise<readonly NamedTicket[]> {
  return (await numbered(models, actor, asked)).map(({ number, title, phase, subStatus }) => ({
    ...{ number, phase, subStatus },
    title: title === ERASED ? null : title,
  }));
}

/** Like `nameTickets`, as lines of a list. */
export async function numberedTickets(models: ReadModels, actor: Actor, asked: Numbers): Promise<readonly TicketLine[]> {
  return (await numbered(models, actor, asked)).map((item) => shown(item));
}

async function numbered(models: ReadModels, actor: Actor, { numbers }: Numbers): Promise<readonly TicketListItem[]> {
  const scopes = [readScope(actor), userScope(actor.user)].filter((scope) => scope !== null);
  const batches = Array.from({ length: Math.ceil(numbers.length / numbersPerQuery) }, (_, at) =>
    numbers.slice(at * numbersPerQuery, (at + 1) * numbersPerQuery).map(sortableNumber),
  );
  const pages = await Promise.all(
    scopes.flatMap((scope) =>
      batches.map((batch) => {
        const where = [
          { field: 'scopes', has: scope },
          { field: 'status', in: ['open', 'closed'] },
          { field: 'numberSort', in: batch },
        ];
        return models.find<TicketListItem>('ticket-list', { where, limit: numbersPerQuery });
      }),
    ),
  );
  return [...new Map(pages.flatMap(({ items }) => items).map((item) => [item._id, item])).values()];
}
