import { v7 } from 'uuid';
import type { CommandOutcome } from '../src/adapters/cqrs/execute-command';
import type { Docket } from '../src/compose/docket';
import type { Actor } from '../src/domain/people/actor';
import { withDocket, worker } from './workbench';

let replies = 0;

/** Opens a Docket in a new folder with the given number of open tickets. */
export function withTickets<T>(
  count: number,
  work: (docket: Docket, tickets: readonly string[], actor: Actor) => Promise<T>,
): Promise<T> {
  return withDocket(async (docket) => {
    const actor = await worker(docket);
    const tickets = Array.from({ length: count }, () => v7());
    for (let from = 0; from < count; from += 64) {
      await Promise.all(tickets.slice(from, from + 64).map((id) => openTicket(docket, actor, id)));
    }
    return work(docket, tickets, actor);
  });
}

export function replyTo(docket: Pick<Docket, 'executor'>, actor: Actor, ticket: string): Promise<CommandOutcome> {
  const command = { type: 'Reply', audience: 'everyone', body: `Reply ${replies++}: the part has been ordered.` };
  return execute(docket, actor, ticket, v7(), command);
}

export async function openTicket(docket: Pick<Docket, 'executor' | 'numbers'>, actor: Actor, id: string): Promise<void> {
  await execute(docket, actor, id, id, {
    ...{ type: 'OpenTicket', number: await docket.numbers.next('admin'), kind: 'service', engagement: 'own' },
    ...{ requester: { user: actor.user }, priority: 'moderate', title: 'Pump stands still', description: 'Since today.' },
    ...{ details: {}, watchers: [], waivers: [] },
  });
}

function execute(
  { executor }: Pick<Docket, 'executor'>,
  actor: Actor,
  id: string,
  commandId: string,
  command: { readonly type: string },
): Promise<CommandOutcome> {
  return executor.execute({ category: 'ticket', id, command, actor, commandId, body: { ...command }, correlationId: commandId });
}
