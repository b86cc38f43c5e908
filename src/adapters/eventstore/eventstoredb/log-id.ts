import { randomUUID } from 'node:crypto';
import { append } from './append';
import type { Connection } from './client';
import { isStreamNotFound, isWrongRevision } from './errors';
import { collect, sourceOf } from './collect';

const bindingStream = 'docket-log';
const bindingType = 'LogBegun';

/** Identity of the log: an event in a stream of its own. The first writer wins. */
export async function readLogId(connection: Connection, newLogId: string, beforeCreate?: () => Promise<void>): Promise<string> {
  const known = await storedLogId(connection);
  if (known !== null) return known;
  await beforeCreate?.();
  const binding = {
    id: randomUUID(),
    type: bindingType,
    contentType: 'application/json' as const,
    data: { logId: newLogId },
    metadata: undefined,
  };
  try {
    await append(connection, bindingStream, [binding], 'no_stream');
    return newLogId;
  } catch (error) {
    // Another process was first.
    const first = isWrongRevision(error) ? await storedLogId(connection) : null;
    if (first === null) throw error;
    return first;
  }
}

async function storedLogId({ client, prefix, timeoutMs }: Connection): Promise<string | null> {
  const source = sourceOf(client.readStream(prefix + bindingStream, { maxCount: 1 }));
  try {
    const [binding] = await collect(source, { signal: new AbortController().signal, timeoutMs });
    if (binding !== undefined) return (binding.data as { readonly logId: string }).logId;
  } catch (error) {
    if (!isStreamNotFound(error)) throw error;
  }
  return null;
}
