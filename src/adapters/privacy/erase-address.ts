import { domainToASCII } from 'node:url';
import type { Fact } from '../../domain/kernel/event';
import { openedText } from '../../domain/kernel/opened';
import { parseStreamName, type WatcherId } from '../../domain/kernel/ids';
import type { Actor } from '../../domain/people/actor';
import { emailProblem, requireForm } from '../../domain/kernel/form';
import { normaliseEmail } from '../../domain/people/reservation';
import type { WatcherAdded } from '../../domain/ticket/ticket.events';
import type { TicketCommand } from '../../domain/ticket/ticket.commands';
import type { CommandExecutor } from '../cqrs/command-executor.port';
import type { FactCodec } from '../eventstore/codec';
import type { Ids } from '../system/clock.port';
import type { ReadLog } from './erased-keys';

export interface EraseAddressParts {
  readonly readLog: ReadLog;
  readonly open: FactCodec['open'];
  readonly executor: CommandExecutor;
  readonly ids: Ids;
  readonly actor: Actor;
  /** Told how many facts were looked at. */
  readonly seen: (facts: number) => void;
  readonly signal: AbortSignal;
}

/**
 * Rule 7 for somebody who only watches: every ticket forgets their address, also those that had taken it off. No read model, filter or name of a
 * stream knows an address, so the boxes are opened one after the other. Stopped half-way, it is asked again.
 * @returns how many tickets had it
 * @throws {DomainError} invalid
 */
export async function eraseAddress(email: string, parts: EraseAddressParts): Promise<number> {
  requireForm({ email: emailProblem(email) });
  const sought = normaliseEmail(email, domainToASCII);
  const tickets = new Set<string>();
  let seen = 0;
  for await (const page of parts.readLog()) {
    if (parts.signal.aborted) break;
    const added = page.filter(({ type }) => type === 'WatcherAdded');
    const opened = await parts.open(added);
    for (const [at, fact] of added.entries()) {
      const address = openedText({ opened: opened[at] ?? {} }, 'email') ?? '';
      if (normaliseEmail(address, domainToASCII) === sought && (await erase(fact, parts))) tickets.add(fact.stream);
    }
    parts.seen((seen += page.length));
  }
  return tickets.size;
}

/** False where that was ordered before and the key is on its way out. */
async function erase({ stream, data }: Fact, { executor, ids, actor }: EraseAddressParts): Promise<boolean> {
  const watcher: WatcherId = (data as WatcherAdded['data']).watcher;
  const command: TicketCommand = { type: 'EraseWatcher', watcher };
  const [commandId, correlationId] = [ids.next(), ids.next()];
  const id = parseStreamName(stream)?.id ?? '';
  const asked = { category: 'ticket', id, command, actor, commandId, correlationId, body: { watcher } } as const;
  return (await executor.execute(asked)).recorded.length > 0;
}
