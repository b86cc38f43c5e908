import type { Readable } from 'node:stream';
import { setImmediate as nextTurn } from 'node:timers/promises';
import type { RecordedEvent } from '@eventstore/db-client';
import { isStreamNotFound } from './errors';
import { WakeUp } from '../wake-up';

/** Servers that are new enough tell the position of every event. */
export type RecordedFact = RecordedEvent & { readonly position: NonNullable<RecordedEvent['position']> };

export interface PulledEvent {
  /** Missing where a link leads nowhere. */
  readonly event?: RecordedFact;
}

/** A stream of the client (its types narrow the events of a Readable too far for one), and how its call is ended. */
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

export interface Pulling {
  readonly batchSize: number;
  /** What ends it well: the stream, the message that all there is has been sent, or nothing but the signal. */
  readonly until: 'end' | 'caught-up' | 'stopped';
  readonly signal: AbortSignal;
  /** How long nothing may come. A live subscription may wait for ever: keep-alive tells whether anyone is there. */
  readonly patienceMs: number;
}

/**
 * The events of a stream of the client, in full batches while there are more, then as they come; a subscription's first empty batch tells
 * that all that was there has come. Pulled: while the consumer works, the
 * client's small buffer fills and the server is made to wait. Any trouble is thrown, an unexpected end too; whatever happens, the call is
 * cancelled. The client itself resumes nothing (https://github.com/kurrent-io/KurrentDB-Client-NodeJS/issues/141).
 */
export async function* pull(
  source: Source,
  { batchSize, until, signal, patienceMs }: Pulling,
): AsyncGenerator<readonly PulledEvent[]> {
  const bell = new WakeUp();
  let seen: Seen = { error: null, ended: false, caughtUp: false };
  const note = (what: Partial<Seen>): void => {
    seen = { ...seen, ...what };
    bell.ring();
  };
  source.events.on('error', (error: Error) => note({ error }));
  source.events.on('end', () => note({ ended: true }));
  source.events.on('caughtUp', () => note({ caughtUp: true }));
  source.events.on('readable', () => note({}));
  let batch: PulledEvent[] = [];
  let told = until !== 'stopped';
  try {
    while (!signal.aborted) {
      const before = bell.seen;
      await fill(batch, source.events, batchSize);
      if (isDue(batch.length, batchSize, told, seen)) {
        told ||= batch.length === 0;
        yield batch;
        batch = [];
      } else if (seen.error !== null) throw seen.error;
      else if (isComplete(until, seen)) return;
      else await rung(bell, before, { signal, patienceMs: until === 'stopped' ? Infinity : patienceMs });
    }
  } finally {
    release(source, seen);
  }
}

/**
 * What is left is thrown away, not kept: a call whose answers nobody reads is never over, and `dispose` would wait for it for ever. A call
 * that ends by itself is not cancelled: servers close connections on which too many are (CVE-2023-44487).
 */
function release({ events, cancel }: Source, { ended, error }: Seen): void {
  events.removeAllListeners('readable');
  events.resume();
  // Rejects where the call could not even be made; there is nothing to end then.
  if (!ended && !isStreamNotFound(error)) void cancel().catch(() => undefined);
}

/** What is taken makes room for more, which may be here already: large batches when there is much, no wait when there is not. */
async function fill(batch: PulledEvent[], events: Readable, most: number): Promise<void> {
  let before: number;
  do {
    before = batch.length;
    take(batch, events, most);
    if (batch.length > before) await nextTurn();
  } while (batch.length > before && batch.length < most);
}

function take(batch: PulledEvent[], events: Readable, most: number): void {
  while (batch.length < most) {
    const event = events.read() as PulledEvent | null;
    if (event === null) return;
    batch.push(event);
  }
}

interface Seen {
  readonly error: Error | null;
  readonly ended: boolean;
  readonly caughtUp: boolean;
}

/** Before that, more is on its way: small batches would only cost time. */
function isAllThere({ error, ended, caughtUp }: Seen): boolean {
  return caughtUp || ended || error !== null;
}

function isDue(count: number, most: number, told: boolean, seen: Seen): boolean {
  if (count === 0) return !told && isQuiet(seen);
  return count === most || isAllThere(seen);
}

function isQuiet({ error, ended, caughtUp }: Seen): boolean {
  return caughtUp && !ended && error === null;
}

function isComplete(until: Pulling['until'], { ended, caughtUp }: Seen): boolean {
  if (until === 'caught-up' && caughtUp) return true;
  if (ended && until !== 'end') throw new Error('the subscription ended by itself');
  return ended;
}

async function rung(bell: WakeUp, before: number, { signal, patienceMs }: Pick<Pulling, 'signal' | 'patienceMs'>): Promise<void> {
  if (patienceMs === Infinity) return bell.after(before, signal);
  await bell.after(before, AbortSignal.any([signal, AbortSignal.timeout(patienceMs)]));
  if (bell.seen === before && !signal.aborted) throw new Error(`nothing was said for ${patienceMs} ms`);
}
