import type { AppendExpectedRevision, AppendResult, EventData } from '@eventstore/db-client';
import type { Connection } from './client';
import { withTimeout } from './with-timeout';

/** Far beyond any timeout of a caller. */
const oneDayMs = 24 * 60 * 60 * 1000;

/**
 * Appends all events or none. After a timeout the events may still be written. The call is never cancelled, because Node would end
 * its sending side (https://github.com/nodejs/node/blob/v20.x/lib/internal/http2/core.js, `closeStream`) and a server could commit a part.
 */
export function append(
  { client, prefix, timeoutMs }: Connection,
  stream: string,
  events: EventData[],
  expectedRevision: AppendExpectedRevision,
): Promise<AppendResult> {
  const options = { expectedRevision, requiresLeader: true, deadline: oneDayMs };
  return withTimeout(client.appendToStream(prefix + stream, events, options), timeoutMs);
}
