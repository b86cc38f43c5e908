import type { Readable } from 'node:stream';
import { setImmediate as nextTurn } from 'node:timers/promises';
import type { RecordedEvent } from '@eventstore/db-client';
import { isStreamNotFound } from './errors';
import { Notifier } from '../notifier';

/** Every supported server sends the position of each event. */
export type RecordedFact = RecordedEvent & { readonly position: NonNullable<RecordedEvent['position']> };

export interface PulledEvent {
  /** Missing for a broken link. */
  readonly event?: RecordedFact;
}

/** A stream of the client and how to cancel it. A plain Readable, because the client's types are too narrow. */
export interface Source {
  readonly events: Readable;
  readonly cancel: () => Promise<void>;
}

export function sourceOf(stream: { cancel(): Promise<void> } | { unsubscribe(): Promise<void> }): Source {
  return {
    events: stream as unknown as Readable,
    cancel: () => ('cancel' in stream ? stream.cancel() : stream.unsubscribe()),
  };
}

export interface PullOptions {
  readonly batchSize: number;
  /** Where the iteration may end: with the stream, once caught up, or only on the signal. */
  readonly until: 'end' | 'caught-up' | 'stopped';
  readonly signal: AbortSignal;
  /** Timeout between two events. Ignored by a live subscription, whose connection is watched by keep-alive. */
  readonly timeoutMs: number;
}

/**
 * Yields events in full batches while there are more, then as they arrive; the first empty batch means caught up. Back-pressure: the
 * server waits while the consumer works. Errors are thrown, even an early end, and the call is always cancelled.
 * The client itself resumes nothing (https://github.com/kurrent-io/KurrentDB-Client-NodeJS/issues/141).
 */
export async function* pull(
  source: Source,
  { batchSize, until, signal, timeoutMs }: PullOptions,
): AsyncGenerator<readonly PulledEvent[]> {
  const notifier = new Notifier();
  let seen: StreamState = { error: null, ended: false, caughtUp: false };
  const update = (what: Partial<StreamState>): void => {
    seen = { ...seen, ...what };
    notifier.notify();
  };
  source.events.on('error', (error: Error) => update({ error }));
  source.events.on('end', () => update({ ended: true }));
  source.events.on('caughtUp', () => update({ caughtUp: true }));
  source.events.on('readable', () => update({}));
  let batch: PulledEvent[] = [];
  let reportedCaughtUp = until !== 'stopped';
  try {
    while (!signal.aborted) {
      const before = notifier.seen;
      await fill(batch, source.events, batchSize);
      if (isDue(batch.length, batchSize, reportedCaughtUp, seen)) {
        reportedCaughtUp ||= batch.length === 0;
        yield batch;
        batch = [];
      } else if (seen.error !== null) throw seen.error;
      else if (isComplete(until, seen)) return;
      else await waitForMore(notifier, before, { signal, timeoutMs: until === 'stopped' ? Infinity : timeoutMs });
    }
  } finally {
    release(source, seen);
  }
}

/**
 * Drains the rest: `dispose` waits for a call until its answers are read. A call that ended by itself is not cancelled, because
 * servers close connections with too many cancelled calls (CVE-2023-44487).
 */
function release({ events, cancel }: Source, { ended, error }: StreamState): void {
  events.removeAllListeners('readable');
  events.resume();
  // Rejects if the call was never made. Then there is nothing to cancel.
  if (!ended && !isStreamNotFound(error)) void cancel().catch(() => undefined);
}

/** Reading makes room in the client's buffer, and more may already be there. */
async function fill(batch: PulledEvent[], events: Readable, limit: number): Promise<void> {
  let before: number;
  do {
    before = batch.length;
    take(batch, events, limit);
    if (batch.length > before) await nextTurn();
  } while (batch.length > before && batch.length < limit);
}

function take(batch: PulledEvent[], events: Readable, limit: number): void {
  while (batch.length < limit) {
    const event = events.read() as PulledEvent | null;
    if (event === null) return;
    batch.push(event);
  }
}

interface StreamState {
  readonly error: Error | null;
  readonly ended: boolean;
  readonly caughtUp: boolean;
}

/** Until then more events are coming, and small batches would only cost time. */
function isAllThere({ error, ended, caughtUp }: StreamState): boolean {
  return caughtUp || ended || error !== null;
}

function isDue(count: number, limit: number, reportedCaughtUp: boolean, seen: StreamState): boolean {
  if (count === 0) return !reportedCaughtUp && isQuiet(seen);
  return count === limit || isAllThere(seen);
}

function isQuiet({ error, ended, caughtUp }: StreamState): boolean {
  return caughtUp && !ended && error === null;
}

function isComplete(until: PullOptions['until'], { ended, caughtUp }: StreamState): boolean {
  if (until === 'caught-up' && caughtUp) return true;
  if (ended && until !== 'end') throw new Error('the subscription ended by itself');
  return ended;
}

async function waitForMore(
  notifier: Notifier,
  before: number,
  { signal, timeoutMs }: Pick<PullOptions, 'signal' | 'timeoutMs'>,
): Promise<void> {
  if (timeoutMs === Infinity) return notifier.waitAfter(before, signal);
  await notifier.waitAfter(before, AbortSignal.any([signal, AbortSignal.timeout(timeoutMs)]));
  if (notifier.seen === before && !signal.aborted) throw new Error(`no answer within ${timeoutMs} ms`);
}
