import type { Actor } from '../../domain/people/actor';
import { canRead } from '../../domain/ticket/ticket.facets';
import type { ReadModels } from '../kernel/read-models';
import { shown } from '../kernel/shown';
import type { Names } from '../people/names';
import type { TicketLine } from './list-tickets';
import type { TicketListItem } from './ticket-list';

/** The lines of these tickets in this order, without missing or hidden ones. */
export async function ticketLines(
  models: ReadModels,
  actor: Actor,
  { ids }: { readonly ids: readonly string[] },
): Promise<readonly TicketLine[]> {
  const found = await models.getMany<TicketListItem>('ticket-list', ids);
  return ids.flatMap((id) => {
    const item = found.get(id);
    return item !== undefined && canRead(actor, item.scopes) ? [shown(item)] : [];
  });
}

/** Id → number, without tickets that the reader may not see. */
export async function ticketNumbers(models: ReadModels, actor: Actor, ids: readonly string[]): Promise<Names> {
  const lines = ids.length === 0 ? [] : await ticketLines(models, actor, { ids: [...new Set(ids)] });
  return Object.fromEntries(lines.map(({ id, number }) => [id, number]));
}
