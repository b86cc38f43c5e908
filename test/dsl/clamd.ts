import { once } from 'node:events';
import { createServer, type Socket } from 'node:net';
import type { AddressInfo, ListenOptions } from 'node:net';

/** The test file of the makers of scanners, in two pieces, so that no scanner takes this file for one. */
export const eicar = ['X5O!P%@AP[4\\PZX54(P^)7CC)7}$EIC', 'AR-STANDARD-ANTIVIRUS-TEST-FILE!$H+H*'].join('');

export interface TestClamd {
  readonly url: string;
  readonly scanned: Buffer[];
  /** What it does with the next files: the verdict, an answer of its own, silence, or the end of the connection. */
  behaviour: 'scans' | 'refuses' | 'hangs' | 'hangs up';
  stop(): Promise<void>;
}

/** Speaks the protocol of clamd: INSTREAM alone, with chunks and their lengths checked. */
export async function startClamd(at: ListenOptions = { port: 0, host: '127.0.0.1' }): Promise<TestClamd> {
  const sockets = new Set<Socket>();
  const server = createServer((socket) => {
    sockets.add(socket.on('close', () => sockets.delete(socket)).on('error', () => undefined));
    let received = Buffer.alloc(0);
    socket.on('data', (chunk) => {
      received = Buffer.concat([received, chunk]);
      if (clamd.behaviour === 'hangs up') return void socket.destroy();
      if (clamd.behaviour === 'refuses') return void socket.end('INSTREAM size limit exceeded. ERROR\0');
      const content = contentIn(received);
      if (content === null || clamd.behaviour === 'hangs') return;
      clamd.scanned.push(content);
      socket.end(content.includes(eicar) ? 'stream: Eicar-Test-Signature FOUND\0' : 'stream: OK\0');
    });
  });
  server.listen(at);
  await once(server, 'listening');
  const url = at.path === undefined ? `tcp://127.0.0.1:${(server.address() as AddressInfo).port}` : `unix:${at.path}`;
  const clamd: TestClamd = {
    ...{ url, scanned: [], behaviour: 'scans' },
    async stop() {
      sockets.forEach((socket) => socket.destroy());
      server.close();
      await once(server, 'close');
    },
  };
  return clamd;
}

const command = 'zINSTREAM\0';

/** Null until the chunk of length zero has come. */
function contentIn(received: Buffer): Buffer | null {
  if (received.length < command.length) return null;
  if (received.toString('latin1', 0, command.length) !== command) throw new Error('not INSTREAM');
  const chunks: Buffer[] = [];
  let at = command.length;
  while (at + 4 <= received.length) {
    const length = received.readUInt32BE(at);
    if (length === 0) return Buffer.concat(chunks);
    if (at + 4 + length > received.length) return null;
    chunks.push(received.subarray(at + 4, at + 4 + length));
    at += 4 + length;
  }
  return null;
}
