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
  /** Called with the number of facts read. */
  readonly onProgress: (facts: number) => void;
  readonly signal: AbortSignal;
}

/**
 * Rule 7 for an e-mail address that only watches: erases it from every ticket, also where it was removed before. Addresses are sealed and
 * not indexed, so all boxes are opened. Can be repeated after an interruption.
 * @returns the number of tickets that had the address
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
    parts.onProgress((seen += page.length));
  }
  return tickets.size;
}

/** False if an earlier command already erased it. */
async function erase({ stream, data }: Fact, { executor, ids, actor }: EraseAddressParts): Promise<boolean> {
  const watcher: WatcherId = (data as WatcherAdded['data']).watcher;
  const command: TicketCommand = { type: 'EraseWatcher', watcher };
  const [commandId, correlationId] = [ids.next(), ids.next()];
  const id = parseStreamName(stream)?.id ?? '';
  const asked = { category: 'ticket', id, command, actor, commandId, correlationId, body: { watcher } } as const;
  return (await executor.execute(asked)).recorded.length > 0;
}
