import type { AppendExpectedRevision, AppendResult, EventData } from '@eventstore/db-client';
import type { Connection } from './client';
import { inTime } from './in-time';

/** Long after anybody waits for it. */
const aDayMs = 24 * 60 * 60 * 1000;

/**
 * One append, whole or not at all; what is not answered in time may still be written. The call itself is never given up: Node ends the
 * sending side of a call that is (https://github.com/nodejs/node/blob/v20.x/lib/internal/http2/core.js, `closeStream`), and a server could
 * take the events it has by then for all of them.
 */
export function append(
  { client, prefix, patienceMs }: Connection,
  stream: string,
  events: EventData[],
  expectedRevision: AppendExpectedRevision,
): Promise<AppendResult> {
  const options = { expectedRevision, requiresLeader: true, deadline: aDayMs };
  return inTime(client.appendToStream(prefix + stream, events, options), patienceMs);
}
