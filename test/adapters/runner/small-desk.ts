import { memoryDocuments } from '../../../src/adapters/documents/memory.documents';
import { MemoryEventStore } from '../../../src/adapters/eventstore/memory.event-store';
import { logIndexOf } from '../../../src/adapters/eventstore/position';
import type { EncodedFact, EventStore, StoredFact } from '../../../src/adapters/eventstore/event-store.port';
import type { FactReader } from '../../../src/adapters/runner/shared-batch';
import type { Fact, Origin } from '../../../src/domain/kernel/event';
import type { Document, Documents } from '../../../src/projections/kernel/documents.port';
import type { Projection } from '../../../src/projections/kernel/projection';
import { createRunner } from '../../../src/adapters/runner/runner';
import type { Runner, RunnerParts } from '../../../src/adapters/runner/runner';
import type { Reactor } from '../../../src/adapters/runner/reactor.port';

/** A small invented domain: coins that are dropped into the boxes of a till. */
export interface Coin {
  readonly box: string;
  readonly value: number;
}
export interface Dropping {
  readonly type?: string;
  readonly audience?: 'everyone' | 'staff';
  readonly origin?: Origin;
  readonly secret?: string;
}

const witnessed: Origin = { kind: 'witnessed' };

export function coinFact(
  revision: number,
  coin: Coin,
  { type = 'CoinDropped', audience = 'everyone', origin = witnessed, secret }: Dropping = {},
): EncodedFact {
  const stream = `till-${coin.box}`;
  const id = `${stream}/${revision}`;
  const sealed = secret === undefined ? [] : [{ text: secret }];
  const content = JSON.stringify({ id, type, stream, revision, audience, origin, data: coin, sealed });
  return { id, type, stream, revision, content, contentHash: 'c', hash: 'h', facets: null };
}

export const reader: FactReader = {
  decode: (stored: StoredFact) => ({
    ...(JSON.parse(stored.content) as Fact),
    position: stored.position,
    logIndex: stored.logIndex,
  }),
  open: (facts) => Promise.resolve(facts.map(({ sealed }) => (sealed[0] === undefined ? {} : { note: sealed[0].text }))),
  currentType: (type) => type,
  isDamaged: () => false,
};

/** Appends one fact to the stream of a box. */
export async function drop(store: EventStore, coin: Coin, how: Dropping = {}): Promise<string> {
  const [newest] = await store.readStream(`till-${coin.box}`, { direction: 'backward', limit: 1 });
  const revision = (newest?.revision ?? -1) + 1;
  return (await store.append(`till-${coin.box}`, revision - 1, [coinFact(revision, coin, how)])).position;
}

export interface Total extends Document {
  readonly coins: number;
  readonly sum: number;
}

/** Sum and number of coins per box, and over all of them. */
export function totals(changes: Partial<Projection<Total>> = {}): Projection {
  const projection: Projection<Total> = {
    name: 'totals',
    version: 1,
    audience: 'staff',
    indexes: [{ fields: [{ field: 'sum', descending: true }] }],
    handles: ['CoinDropped'],
    opens: [],
    keys: (fact) => ['all', (fact.data as Coin).box],
    fold: (before, fact, key) => ({
      _id: key,
      coins: (before?.coins ?? 0) + 1,
      sum: (before?.sum ?? 0) + (fact.data as Coin).value,
    }),
    ...changes,
  };
  return projection as unknown as Projection;
}

export interface SmallDesk {
  readonly store: EventStore;
  readonly read: Documents;
  readonly ops: Documents;
}

export function smallDesk(): SmallDesk {
  return { store: new MemoryEventStore(), read: memoryDocuments(), ops: memoryDocuments() };
}

export function runnerOf(
  desk: SmallDesk,
  projections: readonly Projection[],
  reactors: readonly Reactor[] = [],
  changes: Partial<RunnerParts> = {},
): Runner {
  return createRunner(
    {
      ...desk,
      reader,
      logIndexOf,
      clock: { now: () => '2026-11-23T08:00:00.000Z' },
      holder: 'test',
      exclusive: true,
      backOff: { firstMs: 1, maxMs: 4, random: () => 0 },
      ...changes,
    },
    projections,
    reactors,
  );
}
