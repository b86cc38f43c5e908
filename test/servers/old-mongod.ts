import { createServer, type AddressInfo, type Server } from 'node:net';
import { BSON } from 'mongodb';
import { messages } from './gate/messages';

/** Answers the handshake like an outdated MongoDB (3.6, wire version 6), and nothing else. */
export function oldMongod(): Promise<{ readonly url: string; readonly server: Server }> {
  const hello = { ismaster: true, maxBsonObjectSize: 16_777_216, minWireVersion: 0, maxWireVersion: 6, ok: 1 };
  const server = createServer((socket) => {
    socket.on('error', () => undefined);
    socket.on(
      'data',
      messages((message) => {
        const opReply = Buffer.alloc(36);
        const body = BSON.serialize(hello);
        opReply.writeInt32LE(36 + body.length, 0);
        opReply.writeInt32LE(message.readInt32LE(4), 8);
        opReply.writeInt32LE(1, 12);
        opReply.writeInt32LE(1, 32);
        socket.write(Buffer.concat([opReply, body]));
      }),
    );
  });
  return new Promise((resolve) =>
    server.listen(0, '127.0.0.1', () =>
      resolve({ url: `mongodb://127.0.0.1:${(server.address() as AddressInfo).port}/`, server }),
    ),
  );
}
