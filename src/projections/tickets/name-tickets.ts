import { ERASED } from '../../domain/kernel/event';
import type { Actor } from '../../domain/people/actor';
import { readScope, userScope } from '../../domain/ticket/ticket.facets';
import type { ReadModels } from '../kernel/read-models';
import { shown } from '../kernel/shown';
import type { TicketLine } from './list-tickets';
import { sortableNumber } from './status';
import type { TicketListItem } from './ticket-list';

/** What a mention of a ticket shows of it. */
export interface NamedTicket {
  readonly number: string;
  readonly title: string | null;
  readonly phase: number;
  readonly subStatus: string;
}

/** With both states of a ticket, as many ranges of the index as one query may ask for. */
const numbersPerQuery = 10;

interface Numbers {
  readonly numbers: readonly string[];
}

/** Those of these tickets that the actor may see; of the others nothing is told, not even whether they exist. */
export async function nameTickets(models: ReadModels, actor: Actor, asked: Numbers): Promise<readonly NamedTicket[]> {
  return (await numbered(models, actor, asked)).map(({ number, title, phase, subStatus }) => ({
    ...{ number, phase, subStatus },
    title: title === ERASED ? null : title,
  }));
}

/** The same as lines of a list. */
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
