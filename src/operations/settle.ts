import type { SettleAnswer } from '../adapters/control/control.port';
import { decodeFact } from '../adapters/eventstore/codec';
import type { StreamFact } from '../adapters/eventstore/event-store.port';
import { foundAt, readSettlements, settlementOf, unreadable } from '../adapters/eventstore/settlements';
import type { Docket } from '../compose/docket';
import { aggregates, type AnyAggregate } from '../domain/aggregates';
import { reject } from '../domain/kernel/errors';
import { parseStreamName } from '../domain/kernel/ids';
import type { Actor } from '../domain/people/actor';
import { settlementsId, type PassOverFact } from '../domain/settlements/settlements';

type Parts = Pick<Docket, 'stores' | 'executor' | 'ids'>;
type Place = { readonly stream: string; readonly revision: number };

/**
 * Records that readers of the log pass over an unreadable fact, so that its stream accepts commands again.
 * @throws {DomainError} invalid, unknown, not-permitted
 */
export async function settleFact({ stores, executor, ids }: Parts, actor: Actor, place: Place): Promise<SettleAnswer> {
  const { stream, revision } = place;
  const category = parseStreamName(stream)?.category ?? noSuchStream(stream);
  const facts = await stores.log.readStream(stream);
  const bad = facts.find((stored) => stored.revision === revision);
  if (bad === undefined) return reject('unknown', `The stream ${stream} has no revision ${revision}. Nothing was recorded.`);
  if (unreadable(bad) === null)
    return reject('invalid', `Revision ${revision} of ${stream} can be read as it was recorded, so there is nothing to settle.`);
  const rest = facts.filter((stored) => unreadable(stored) !== null && stored !== bad);
  mustFold(aggregates[category], facts, place);
  const command: PassOverFact = { type: 'PassOverFact', ...foundAt(bad) };
  const commandId = ids.next();
  const { recorded } = await executor.execute({
    ...{ category: 'settlements', id: settlementsId, command, body: { ...foundAt(bad) } },
    ...{ actor, commandId, correlationId: commandId },
  });
  const settlements = await readSettlements(stores.log);
  const left = rest.filter((stored) => settlementOf(settlements, stored) === null).map((stored) => stored.revision);
  return { stream, revision, already: recorded.length === 0, left };
}

/** The state must not rest on a fact that is passed over. */
function mustFold(aggregate: AnyAggregate, facts: readonly StreamFact[], { stream, revision }: Place): void {
  try {
    facts
      .filter((stored) => unreadable(stored) === null)
      .map((stored) => decodeFact(stored))
      .filter(({ type }) => aggregate.eventTypes.includes(type))
      .reduce<unknown>((state, fact) => aggregate.evolve(state, fact) as unknown, aggregate.initial);
  } catch (error) {
    reject(
      'invalid',
      `Later facts of ${stream} make no sense without revision ${revision} (${String(error)}). Restore the log from a backup of before.`,
    );
  }
}

function noSuchStream(stream: string): never {
  return reject('invalid', `${stream} is no stream of Docket. "npm run status" and "npm run verify" name the streams to settle.`);
}
