import { randomUUID } from 'node:crypto';
import { append } from './append';
import type { Connection } from './client';
import { isStreamNotFound, isWrongRevision } from './errors';
import { pull, sourceOf } from './pull';

const bindingStream = 'docket-log';
const bindingType = 'LogBegun';

/** The identity of the log: an event in a stream of its own, written by whoever comes first. */
export async function readLogId(connection: Connection, wanted: string, mayBegin?: () => Promise<void>): Promise<string> {
  const known = await storedLogId(connection);
  if (known !== null) return known;
  await mayBegin?.();
  const begun = {
    id: randomUUID(),
    type: bindingType,
    contentType: 'application/json' as const,
    data: { logId: wanted },
    metadata: undefined,
  };
  try {
    await append(connection, bindingStream, [begun], 'no_stream');
    return wanted;
  } catch (error) {
    // Somebody else came first.
    const first = isWrongRevision(error) ? await storedLogId(connection) : null;
    if (first === null) throw error;
    return first;
  }
}

async function storedLogId({ client, prefix, patienceMs }: Connection): Promise<string | null> {
  const source = sourceOf(client.readStream(prefix + bindingStream, { maxCount: 1 }));
  try {
    const events = pull(source, { until: 'end', batchSize: 1, signal: new AbortController().signal, patienceMs });
    for await (const [begun] of events) return (begun?.event?.data as { readonly logId: string }).logId;
  } catch (error) {
    if (!isStreamNotFound(error)) throw error;
  }
  return null;
}
