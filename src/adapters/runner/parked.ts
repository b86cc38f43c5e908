import type { Document, Documents, Page, Write } from '../../projections/kernel/documents.port';
import { withLogIndexes, type EventStore, type StoredFact } from '../eventstore/event-store.port';
import type { Clock } from '../system/clock.port';
import { reasonOf } from './back-off';
import { isOutage } from './outage';
import { reactOnce } from './reactor';
import type { Reactor } from './reactor.port';
import type { FactReader } from './shared-batch';

export const parkedSpec = {
  name: 'parked',
  indexes: [{ fields: [{ field: 'reactor' }, { field: 'at' }] }, { fields: [{ field: 'at' }] }],
};

/** A fact that a reactor gave up on. */
export interface Parked extends Document {
  readonly reactor: string;
  /** Id of the fact. */
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
  readonly store: Pick<EventStore, 'readStream' | 'countedTo' | 'logIndexOf'>;
  readonly ops: Documents;
  readonly reader: FactReader;
  readonly clock: Clock;
}

export interface RetryReport {
  /** Number of facts done and removed from the list. */
  readonly done: number;
  /** Facts that failed again. */
  readonly left: readonly Parked[];
}

export function parkedFact(reactor: Reactor, stored: StoredFact, trial: Pick<Parked, 'attempts' | 'at'>, error: unknown): Write {
  const { id: fact, type, stream, revision, position } = stored;
  const id = `${reactor.name}:${fact}`;
  const document = { _id: id, reactor: reactor.name, fact, type, stream, revision, position, ...trial, error: reasonOf(error) };
  return { collection: parkedSpec.name, id, document };
}

/**
 * Retries every parked fact once, in log order. Safe to run concurrently, because effects are keyed by the fact.
 * @throws if a store does not answer; the facts stay parked
 */
export async function retryParked(
  reactors: readonly Reactor[],
  parts: RetryParts,
  onProgress: (done: number, total: number) => void,
  signal: AbortSignal,
): Promise<RetryReport> {
  const all = await allParked(parts.ops);
  const left: Parked[] = [];
  for (const [i, one] of all.entries()) {
    signal.throwIfAborted();
    onProgress(i, all.length);
    const failure = await retry(one, reactors, parts);
    const after = failure === null ? null : withFailure(one, failure, parts.clock);
    await parts.ops.write([{ collection: parkedSpec.name, id: one._id, document: after }]);
    if (after !== null) left.push(after);
  }
  return { done: all.length - left.length, left };
}

function withFailure(one: Parked, failure: unknown, clock: Clock): Parked {
  return { ...one, attempts: one.attempts + 1, error: reasonOf(failure), at: clock.now() };
}

/** @returns the failure, or null */
async function retry(one: Parked, reactors: readonly Reactor[], { store, reader }: RetryParts): Promise<unknown> {
  const reactor = reactors.find(({ name }) => name === one.reactor);
  if (reactor === undefined) return new Error(`this version has no reactor ${one.reactor}`);
  const [stored] = await store.readStream(one.stream, { from: one.revision, limit: 1 });
  if (stored?.id !== one.fact) return new Error(`the log has no fact ${one.fact} at ${one.stream}, revision ${one.revision}`);
  const [placed] = await withLogIndexes(store, [stored]);
  const failure = await reactOnce(reactor, reader, placed as StoredFact);
  if (isOutage(failure)) throw failure;
  return failure;
}

async function allParked(ops: Documents): Promise<readonly Parked[]> {
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
