import type { Connection } from './client';
import { streamPrefixes } from './codec';
import { release, sourceOf } from './collect';
import type { LogPosition } from './position';

/**
 * Resolves at the first event of the log after a position, and when the subscription ends for whatever reason: the next page tells what
 * was written, and whether the server answers. Nothing is read from it, so it is never too slow.
 */
export function bell(
  { client, prefix }: Connection,
  after: LogPosition | null,
  { signal, maxMs }: { readonly signal: AbortSignal; readonly maxMs: number },
): Promise<void> {
  const filter = { filterOn: 'streamName', prefixes: watched(prefix), checkpointInterval: 1 } as const;
  const source = sourceOf(client.subscribeToAll({ fromPosition: after ?? 'start', filter }, { highWaterMark: 1 }));
  return new Promise((resolve) => {
    const ring = (): void => {
      clearTimeout(timer);
      signal.removeEventListener('abort', ring);
      release(source);
      resolve();
    };
    const timer = setTimeout(ring, maxMs);
    for (const event of ['data', 'end', 'error']) source.events.once(event, ring);
    // An error after the first event has nobody to tell.
    source.events.on('error', () => undefined);
    signal.addEventListener('abort', ring);
    if (signal.aborted) ring();
  });
}

/** The streams of the log and their metadata, which limit or delete them. */
function watched(prefix: string): string[] {
  return streamPrefixes(prefix).flatMap((one) => [one, `$$${one}`]);
}
