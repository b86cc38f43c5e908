import type { Actor } from '../../domain/people/actor';
import { readScope } from '../../domain/ticket/ticket.facets';
import type { ReadModels } from '../kernel/read-models';

/** Number of open tickets assigned to each of these users, limited to those that the actor may see. */
export async function openTicketsOf(
  models: ReadModels,
  actor: Actor,
  { users }: { readonly users: readonly string[] },
): Promise<Readonly<Record<string, number>>> {
  const scope = readScope(actor);
  if (scope === null) return {};
  const count = (user: string): Promise<number> =>
    models.count('ticket-list', [
      { field: 'scopes', has: scope },
      { field: 'status', eq: 'open' },
      { field: 'assignee', eq: user },
    ]);
  return Object.fromEntries(await Promise.all(users.map(async (user) => [user, await count(user)] as const)));
}
