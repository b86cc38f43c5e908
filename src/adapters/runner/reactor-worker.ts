import { LeaseLost } from '../../projections/kernel/documents.port';
import type { Documents, Write } from '../../projections/kernel/documents.port';
import type { EventStore, StoredFact } from '../eventstore/event-store.port';
import type { Clock } from '../system/clock.port';
import { delayOf, pause } from './back-off';
import type { BackOff } from './back-off';
import { isOutage } from './outage';
import { parkedFact } from './parked';
import { reactOnce } from './reactor';
import type { Reactor } from './reactor';
import type { FactReader } from './shared-batch';
import { subscriptionLoop } from './subscription-loop';

export interface ReactorParts {
  readonly store: Pick<EventStore, 'subscribe' | 'head'>;
  readonly ops: Documents;
  readonly reader: FactReader;
  readonly clock: Clock;
  readonly backOff: BackOff;
  /** Tries before a fact is parked, outages not counted. */
  readonly attempts: number;
  readonly trouble: (who: string, error: unknown) => void;
}

/** Before the first fact. */
const beginning = '';

/** How far, and how long, a checkpoint may stay behind facts that were passed over. */
const passed = { facts: 10_000, ms: 5_000 };

const batchSize = 1_000;
/** Facts that follow the first are read together: nearly all of them are for somebody else. */
const gatherMs = 20;

/** Where a reactor keeps how far it is, in the database `ops`. */
export function checkpointName(reactor: string): string {
  return `reactor:${reactor}`;
}

/** Runs one reactor until the signal says stop. @throws {LeaseLost} */
export async function runReactor(reactor: Reactor, parts: ReactorParts, token: number, signal: AbortSignal): Promise<void> {
  const name = checkpointName(reactor.name);
  const { attempts, clock } = parts;
  const handles = new Set(reactor.handles);
  const wanted = (storedType: string): boolean => handles.has(parts.reader.currentType(storedType));
  /** Everything up to here is done or passed over. */
  let position = beginning;
  let saved = { at: performance.now(), logIndex: 0 };

  const move = async (to: string, writes: readonly Write[] = []): Promise<void> => {
    await parts.ops.write(writes, { checkpoints: [{ name, position: to, token }] });
    position = to;
  };
  /** Passing over the same facts again after a crash is harmless: a durable write for every batch would not be. */
  const pass = async ({ position: to, logIndex }: StoredFact): Promise<void> => {
    const now = performance.now();
    if (logIndex - saved.logIndex < passed.facts && now - saved.at < passed.ms) position = to;
    else {
      await move(to);
      saved = { at: now, logIndex };
    }
  };
  const start = async (): Promise<void> => {
    const stored = await parts.ops.checkpoint(name);
    if (stored !== null) position = stored.position;
    else await move(reactor.from === 'beginning' ? beginning : ((await parts.store.head()) ?? beginning));
  };
  const handle = async (batch: readonly StoredFact[]): Promise<void> => {
    for (const stored of batch) {
      if (signal.aborted) return;
      if (!wanted(stored.type)) continue;
      const failure = await tryFact(reactor, parts, stored, signal);
      if (failure === 'stopped') return;
      await move(stored.position, failure === null ? [] : [parkedFact(reactor, stored, { attempts, at: clock.now() }, failure)]);
    }
    const last = batch.at(-1);
    if (last !== undefined && last.position > position) await pass(last);
  };
  const handleAndGather = async (batch: readonly StoredFact[]): Promise<void> => {
    await handle(batch);
    await pause(gatherMs, signal);
  };

  await start();
  const trouble = (error: unknown): void => parts.trouble(reactor.name, error);
  const from = (): string | null => (position === beginning ? null : position);
  const final = (error: unknown): boolean => error instanceof LeaseLost;
  await subscriptionLoop(parts.store, {
    batchSize,
    from,
    wanted,
    handle: handleAndGather,
    signal,
    backOff: parts.backOff,
    final,
    trouble,
  });
}

/**
 * Null when it was done (or passed over), the error after the last try, `stopped` when there was no time to end it. An outage is no try: what
 * was cut short in the middle would stay so for good, and the facts behind it would fare no better.
 */
async function tryFact(reactor: Reactor, parts: ReactorParts, stored: StoredFact, signal: AbortSignal): Promise<unknown> {
  let tries = 0;
  for (let failures = 1; ; failures++) {
    const error = await reactOnce(reactor, parts.reader, stored);
    if (error === null && failures > 1) parts.trouble(reactor.name, null);
    if (error === null) return null;
    parts.trouble(reactor.name, error);
    if (!isOutage(error)) tries++;
    if (tries >= parts.attempts) return error;
    await pause(delayOf(failures, parts.backOff), signal);
    if (signal.aborted) return 'stopped';
  }
}
