import { aggregates, type AnyAggregate } from '../../src/domain/aggregates';
import { CommandHandler } from '../../src/adapters/cqrs/command-handler';
import { Streams } from '../../src/adapters/cqrs/streams';
import { memoryDocuments } from '../../src/adapters/documents/memory.documents';
import { factCodec } from '../../src/adapters/eventstore/codec';
import type { EventStore } from '../../src/adapters/eventstore/event-store.port';
import { MemoryEventStore } from '../../src/adapters/eventstore/memory.event-store';
import { openKeyRing } from '../../src/adapters/keys/keys';
import type { AggregateLoader } from '../../src/adapters/world/aggregate-loader.port';
import { loadWorld } from '../../src/adapters/world/world-loader';
import type { Fact } from '../../src/domain/kernel/event';
import { streamName } from '../../src/domain/kernel/ids';
import { fromMillis, toMillis, type Instant } from '../../src/domain/kernel/instant';
import type { Documents } from '../../src/projections/kernel/documents.port';
import { id, noon } from './world';

/** A clock that moves only when told to. */
export function stoppedClock(start: Instant = noon) {
  let millis = toMillis(start);
  return { now: () => fromMillis(millis), pass: (more: number) => void (millis += more) };
}

/** Ids counted from `id(from)`. */
export function countedIds(from = 700_000) {
  let last = from;
  return { next: () => id((last += 1)) };
}

/** The real command side, with log and keys in memory. Several over one log act like several servers. */
export async function commandSide(
  log: EventStore = new MemoryEventStore(),
  firstId?: number,
  keys: Documents = memoryDocuments(),
) {
  const keyRing = await openKeyRing(keys);
  const codec = factCodec(keyRing);
  const clock = stoppedClock();
  const ids = countedIds(firstId);
  const streams = new Streams(log, (stored) => codec.decode(stored));
  const loader: AggregateLoader = {
    load: async <State>(aggregate: AnyAggregate, wanted: string) =>
      (await streams.load(aggregate, streamName(aggregate.category, wanted))).folded.state as State,
  };
  const executor = new CommandHandler({
    ...{ store: log, streams, clock, ids, encode: (drafts, head) => codec.encode(drafts, head) },
    aggregates,
    world: (needs) => loadWorld(loader, needs),
    digestSecret: keyRing.secret('command-digest'),
  });
  const facts = async (): Promise<readonly Fact[]> => (await log.readAll(null, 10_000)).map((stored) => codec.decode(stored));
  return { executor, streams, loader, keyRing, clock, ids, facts, log };
}
