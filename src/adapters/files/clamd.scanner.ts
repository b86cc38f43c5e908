import { once } from 'node:events';
import { connect, type NetConnectOpts, type Socket } from 'node:net';
import { ScanFailed, type Scanner, type ScanVerdict } from './scanner.port';

/** Of one file, from connecting to the verdict. */
const timeoutMs = 120_000;
const longestAnswer = 4_096;

/**
 * ClamAV's daemon, by INSTREAM of its protocol (clamd(8)): chunks that begin with their length in four bytes, a length of zero at the end, and one
 * line as the answer. A connection for each file.
 */
export function clamdScanner(url: string, options: { readonly timeoutMs?: number } = {}): Scanner {
  const where = placeOf(url);
  return {
    description: `clamd at ${url}`,
    async scan(content) {
      const socket = connect(where);
      socket.setTimeout(options.timeoutMs ?? timeoutMs, () => socket.destroy(new Error('clamd did not answer in time')));
      const answered = answerOf(socket);
      // It may fail before anybody waits for it.
      answered.catch(() => undefined);
      try {
        await once(socket, 'connect');
        // Whatever it says early, such as that the stream is too long, ends the sending.
        await Promise.race([sendAll(socket, content), answered]);
        return verdictIn(await answered);
      } catch (error) {
        throw error instanceof ScanFailed ? error : new ScanFailed('clamd cannot be reached', { cause: error });
      } finally {
        socket.destroy();
      }
    },
  };
}

/** `tcp://host:port` or `unix:/path`. */
function placeOf(url: string): NetConnectOpts {
  if (url.startsWith('unix:')) return { path: url.slice('unix:'.length) };
  const { hostname, port } = new URL(url);
  return { host: hostname.replace(/^\[|\]$/g, ''), port: Number(port) };
}

async function sendAll(socket: Socket, content: AsyncIterable<Uint8Array>): Promise<void> {
  socket.write('zINSTREAM\0');
  for await (const chunk of content) {
    if (chunk.length === 0) continue;
    if (socket.destroyed) return;
    socket.write(lengthOf(chunk.length));
    if (!socket.write(chunk)) await Promise.race([once(socket, 'drain'), once(socket, 'close')]);
  }
  socket.write(lengthOf(0));
}

function lengthOf(bytes: number): Buffer {
  const length = Buffer.alloc(4);
  length.writeUInt32BE(bytes);
  return length;
}

/** The text up to the zero byte. */
async function answerOf(socket: Socket): Promise<string> {
  let text = '';
  for await (const chunk of socket) {
    text += (chunk as Buffer).toString('utf8');
    const end = text.indexOf('\0');
    if (end >= 0) return text.slice(0, end);
    if (text.length > longestAnswer) throw new ScanFailed('clamd answered without an end');
  }
  throw new ScanFailed('clamd closed the connection without a verdict');
}

function verdictIn(answer: string): ScanVerdict {
  if (answer === 'stream: OK') return { threat: null };
  const [, threat] = /^stream: (.+) FOUND$/.exec(answer) ?? [];
  if (threat !== undefined) return { threat };
  throw new ScanFailed(`clamd gave no verdict: ${answer.slice(0, 200)}`);
}
