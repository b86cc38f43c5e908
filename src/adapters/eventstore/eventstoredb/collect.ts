import type { Readable } from 'node:stream';
import type { RecordedEvent } from '@eventstore/db-client';
import { isStreamNotFound } from './errors';

/** Every supported server sends the position of each event. */
export type RecordedFact = RecordedEvent & { readonly position: NonNullable<RecordedEvent['position']> };

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

export interface CollectOptions {
  /** Timeout between two events. */
  readonly timeoutMs: number;
  /** Gives up. */
  readonly signal: AbortSignal;
}

/** All events of a read. The call is cancelled unless it ended by itself. @throws its error, or a timeout */
export function collect({ events, cancel }: Source, { timeoutMs, signal }: CollectOptions): Promise<readonly RecordedFact[]> {
  return new Promise((resolve, reject) => {
    const found: RecordedFact[] = [];
    const end = (error: Error | null, isOver: boolean): void => {
      clearTimeout(timer);
      signal.removeEventListener('abort', stop);
      if (!isOver) release({ events, cancel });
      if (error === null) resolve(found);
      else reject(error);
    };
    const timer = setTimeout(() => end(new Error(`no answer within ${timeoutMs} ms`), false), timeoutMs);
    const stop = (): void => end(new Error('stopped'), false);
    events.on('data', ({ event }: { readonly event?: RecordedFact }) => {
      if (event !== undefined) found.push(event);
      timer.refresh();
    });
    events.on('end', () => end(null, true));
    events.on('error', (error: Error) => end(error, isStreamNotFound(error)));
    signal.addEventListener('abort', stop);
    if (signal.aborted) stop();
  });
}

/**
 * Drains the rest: `dispose` waits for a call until its answers are read. A call that ended by itself is not cancelled, because
 * servers close connections with too many cancelled calls (CVE-2023-44487).
 */
export function release({ events, cancel }: Source): void {
  events.removeAllListeners('data');
  events.resume();
  // Rejects if the call was never made. Then there is nothing to cancel.
  void cancel().catch(() => undefined);
}
