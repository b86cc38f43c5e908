import type { Document, Documents, Page, Write } from '../../projections/kernel/documents.port';
import type { EventStore, StoredFact } from '../eventstore/event-store.port';
import type { Clock } from '../system/clock.port';
import { reasonOf } from './back-off';
import { isOutage } from './outage';
import { reactOnce } from './reactor';
import type { Reactor } from './reactor';
import type { FactReader } from './shared-batch';

export const parkedSpec = {
  name: 'parked',
  indexes: [{ fields: [{ field: 'reactor' }, { field: 'at' }] }, { fields: [{ field: 'at' }] }],
};

/** A fact that a reactor gave up on, and why. */
export interface Parked extends Document {
  readonly reactor: string;
  /** Its id. */
  readonly fact: string;
  readonly type: string;
  readonly stream: string;
  readonly revision: number;
  readonly position: string;
  readonly attempts: number;
  readonly error: string;
  /** Instant. */
  readonly at: string;
}

export interface RetryParts {
  readonly store: Pick<EventStore, 'readStream'>;
  readonly ops: Documents;
  readonly reader: FactReader;
  readonly clock: Clock;
}

export interface Retried {
  /** Done now, and parked no more. */
  readonly done: number;
  /** What failed again. */
  readonly left: readonly Parked[];
}

export function parkedFact(reactor: Reactor, stored: StoredFact, trial: Pick<Parked, 'attempts' | 'at'>, error: unknown): Write {
  const { id: fact, type, stream, revision, position } = stored;
  const id = `${reactor.name}:${fact}`;
  const document = { _id: id, reactor: reactor.name, fact, type, stream, revision, position, ...trial, error: reasonOf(error) };
  return { collection: parkedSpec.name, id, document };
}

/**
 * One more try of everything that is parked, in the order of the log. Effects are keyed by the fact, so it does not matter who else is at it.
 * @throws where a store does not answer: what is parked stays so
 */
export async function retryParked(
  reactors: readonly Reactor[],
  parts: RetryParts,
  seen: (done: number, total: number) => void,
  signal: AbortSignal,
): Promise<Retried> {
  const all = await everyParked(parts.ops);
  const left: Parked[] = [];
  for (const [i, one] of all.entries()) {
    signal.throwIfAborted();
    seen(i, all.length);
    const failure = await retry(one, reactors, parts);
    const after = failure === null ? null : again(one, failure, parts.clock);
    await parts.ops.write([{ collection: parkedSpec.name, id: one._id, document: after }]);
    if (after !== null) left.push(after);
  }
  return { done: all.length - left.length, left };
}

function again(one: Parked, failure: unknown, clock: Clock): Parked {
  return { ...one, attempts: one.attempts + 1, error: reasonOf(failure), at: clock.now() };
}

/** @returns why it failed, or null */
async function retry(one: Parked, reactors: readonly Reactor[], { store, reader }: RetryParts): Promise<unknown> {
  const reactor = reactors.find(({ name }) => name === one.reactor);
  if (reactor === undefined) return new Error(`there is no ${one.reactor} in this version`);
  const [stored] = await store.readStream(one.stream, { from: one.revision, limit: 1 });
  if (stored?.id !== one.fact) return new Error(`the log holds no fact ${one.fact} at ${one.stream}, revision ${one.revision}`);
  const failure = await reactOnce(reactor, reader, stored);
  if (isOutage(failure)) throw failure;
  return failure;
}

async function everyParked(ops: Documents): Promise<readonly Parked[]> {
  const all: Parked[] = [];
  let after: string | null = null;
  do {
    const more = after === null ? {} : { after };
    const page: Page<Parked> = await ops.find<Parked>(parkedSpec.name, {
      where: [],
      sort: [{ field: 'at' }],
      limit: 1_000,
      ...more,
    });
    all.push(...page.items);
    after = page.next;
  } while (after !== null);
  return all.sort((one, other) => (one.position < other.position ? -1 : 1));
}
