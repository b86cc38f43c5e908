import { createHash } from 'node:crypto';
import { Readable } from 'node:stream';
import { finished } from 'node:stream/promises';
import { ZipFile } from 'yazl';
import type { Zip, ZipWriter } from './zip.port';

export const writeZip: ZipWriter = (at, write) => {
  const file = new ZipFile();
  const output = file.outputStream as Readable;
  const over = ended(output);
  over.catch(() => undefined);
  const mtime = dosTime(at);
  const zip: Zip = {
    async add(name, content, packed = true) {
      const seen = { hash: createHash('sha256'), bytes: 0 };
      const measured = Readable.from(measure(content, seen), { objectMode: false });
      file.addReadStream(measured, name, { mtime, mode: 0o100644, compress: packed, forceDosTimestamp: true });
      await Promise.race([finished(measured), over]);
      return { name, bytes: seen.bytes, sha256: seen.hash.digest('hex') };
    },
  };
  file.on('error', (error: Error) => output.destroy(error));
  void write(zip).then(
    () => file.end(),
    (error: unknown) => output.destroy(error as Error),
  );
  return output as AsyncIterable<Uint8Array>;
};

/** Rejects where nobody reads any more, so that no entry waits for ever. */
async function ended(output: Readable): Promise<never> {
  await finished(output, { writable: false });
  throw new Error('the ZIP ended too early');
}

/** A ZIP has the time of a clock on the wall, which must not depend on where the server stands. */
function dosTime(at: string): Date {
  const [year = 1980, month = 1, day = 1, hour = 0, minute = 0, second = 0] = at.split(/\D/).map(Number);
  return new Date(Math.max(year, 1980), month - 1, day, hour, minute, second);
}

async function* measure(
  content: AsyncIterable<Uint8Array | string>,
  seen: { readonly hash: ReturnType<typeof createHash>; bytes: number },
): AsyncGenerator<Uint8Array> {
  for await (const chunk of content) {
    const bytes = typeof chunk === 'string' ? Buffer.from(chunk) : chunk;
    seen.hash.update(bytes);
    seen.bytes += bytes.length;
    yield bytes;
  }
}
