import type { Socket } from 'node:net';
import { messages, type Message } from './messages';

export interface Upstream {
  /** Null if no answer is expected or will come. */
  ask(message: Message, answered: boolean): Promise<Message | null>;
}

/** The server's side of a connection. It ends with the client's side. Unrequested messages go straight to the client. */
export function upstreamOf(socket: Socket, client: Socket): Upstream {
  let waiting: ((answer: Message | null) => void) | null = null;
  const settle = (answer: Message | null): void => {
    waiting?.(answer);
    waiting = null;
  };
  socket.on(
    'data',
    messages((answer) => {
      if (waiting === null) client.write(answer);
      else settle(answer);
    }),
  );
  for (const one of [socket, client]) {
    // An error is always followed by the end, which is handled.
    one.on('error', () => undefined);
    one.on('close', () => {
      settle(null);
      socket.destroy();
      client.destroy();
    });
  }
  return {
    ask: (message, answered) => {
      socket.write(message);
      if (!answered || socket.destroyed) return Promise.resolve(null);
      return new Promise((resolve) => (waiting = resolve));
    },
  };
}
