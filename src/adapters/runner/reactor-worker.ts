import { LeaseLost } from '../../projections/kernel/documents.port';
import type { Documents, Write } from '../../projections/kernel/documents.port';
import type { EventStore, StoredFact } from '../eventstore/event-store.port';
import type { Clock } from '../system/clock.port';
import { delayOf, pause, pauseUntilBack } from './back-off';
import type { BackOff } from './back-off';
import { isOutage } from './outage';
import { parkedFact } from './parked';
import { reactOnce } from './reactor';
import type { Reactor } from './reactor.port';
import type { FactReader } from './shared-batch';
import { subscriptionLoop } from './subscription-loop';

export interface ReactorParts {
  readonly store: Pick<EventStore, 'subscribe' | 'head' | 'recovered'>;
  readonly ops: Documents;
  readonly reader: FactReader;
  readonly clock: Clock;
  readonly backOff: BackOff;
  /** Attempts before a fact is parked. Outages do not count. */
  readonly attempts: number;
  readonly onFailure: (who: string, error: unknown) => void;
}

/** The position before the first fact. */
const beginning = '';

/** A checkpoint may lag behind skipped facts by this much. */
const checkpointLag = { facts: 10_000, ms: 5_000 };

const batchSize = 1_000;
/** Pause that collects the next facts into one batch, because nearly all of them are for other reactors. */
const gatherMs = 20;

/** Name of the reactor's checkpoint in the ops store. */
export function checkpointName(reactor: string): string {
  return `reactor:${reactor}`;
}

/** Runs one reactor until the signal aborts. @throws {LeaseLost} */
export async function runReactor(reactor: Reactor, parts: ReactorParts, token: number, signal: AbortSignal): Promise<void> {
  const name = checkpointName(reactor.name);
  const { attempts, clock } = parts;
  const handles = new Set(reactor.handles);
  const typeFilter = (storedType: string): boolean => handles.has(parts.reader.currentType(storedType));
  /** All facts up to here are done or skipped. */
  let position = beginning;
  let saved = { at: performance.now(), logIndex: 0 };

  const advance = async (to: string, writes: readonly Write[] = []): Promise<void> => {
    await parts.ops.write(writes, { checkpoints: [{ name, position: to, token }] });
    position = to;
  };
  /** Skipping facts again after a crash is harmless, so not every batch needs a durable checkpoint. */
  const skip = async ({ position: to, logIndex }: StoredFact): Promise<void> => {
    const now = performance.now();
    if (logIndex - saved.logIndex < checkpointLag.facts && now - saved.at < checkpointLag.ms) position = to;
    else {
      await advance(to);
      saved = { at: now, logIndex };
    }
  };
  const loadPosition = async (): Promise<void> => {
    const stored = await parts.ops.checkpoint(name);
    if (stored !== null) position = stored.position;
    else await advance(reactor.from === 'beginning' ? beginning : ((await parts.store.head()) ?? beginning));
  };
  const handle = async (batch: readonly StoredFact[]): Promise<void> => {
    for (const stored of batch) {
      if (signal.aborted) return;
      if (!typeFilter(stored.type)) continue;
      const failure = await tryFact(reactor, parts, stored, signal);
      if (failure === 'stopped') return;
      await advance(
        stored.position,
        failure === null ? [] : [parkedFact(reactor, stored, { attempts, at: clock.now() }, failure)],
      );
    }
    const last = batch.at(-1);
    if (last !== undefined && last.position > position) await skip(last);
  };
  const handleAndGather = async (batch: readonly StoredFact[]): Promise<void> => {
    await handle(batch);
    await pause(gatherMs, signal);
  };

  await loadPosition();
  const onFailure = (error: unknown): void => parts.onFailure(reactor.name, error);
  const from = (): string | null => (position === beginning ? null : position);
  const isPermanent = (error: unknown): boolean => error instanceof LeaseLost;
  await subscriptionLoop(parts.store, {
    batchSize,
    from,
    typeFilter,
    handle: handleAndGather,
    signal,
    backOff: parts.backOff,
    isPermanent,
    onFailure,
  });
}

/**
 * Null when done or skipped, `stopped` on abort, else the last error. Outages do not count as attempts: parking facts would not help,
 * because the next ones would fail, too.
 */
async function tryFact(reactor: Reactor, parts: ReactorParts, stored: StoredFact, signal: AbortSignal): Promise<unknown> {
  const { recovered } = parts.store;
  let tries = 0;
  for (let failures = 1; ; failures++) {
    const { seen } = recovered;
    const error = await reactOnce(reactor, parts.reader, stored);
    if (error === null && failures > 1) parts.onFailure(reactor.name, null);
    if (error === null) return null;
    parts.onFailure(reactor.name, error);
    if (!isOutage(error)) tries++;
    if (tries >= parts.attempts) return error;
    await pauseUntilBack(delayOf(failures, parts.backOff), signal, { recovered, seen });
    if (signal.aborted) return 'stopped';
  }
}
