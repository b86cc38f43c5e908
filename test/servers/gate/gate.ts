import { createServer, connect, type AddressInfo, type Socket } from 'node:net';
import { setTimeout as sleep } from 'node:timers/promises';
import type { Document } from 'mongodb';
import { answering, bodyOf, commandOf, isAnswered, isWatching, messages, withMostWrites, type Message } from './messages';
import { upstreamOf, type Upstream } from './upstream';

/** Fault of one command: its answer is lost, late or slow, it never arrives, or the gate answers itself. */
export type Fault =
  | { readonly kind: 'answer'; readonly document: Document }
  | { readonly kind: 'drop-answer' | 'cut' }
  | { readonly kind: 'hold'; readonly ms: number }
  | { readonly kind: 'trickle'; readonly bytes: number; readonly ms: number };

export interface GateOptions {
  readonly port: number;
  readonly host?: string;
  /** Passes one request at a time, for a server without atomic commands (FerretDB 1.24). */
  readonly oneAtATime: boolean;
  /** Maximum writes per command. FerretDB 1.24 opens an SQLite connection for each and hangs at the 101st. */
  readonly mostWrites?: number;
}

/** A proxy between the clients and a server with MongoDB's protocol. */
export interface Gate {
  readonly port: number;
  /** Applies to the next command of this name, on any connection. */
  inject(command: string, fault: Fault): void;
  /** Ends all connections and refuses new ones until `accept`. */
  refuse(): Promise<void>;
  accept(): Promise<void>;
  /** The last received command of a name. */
  last(command: string): Document | undefined;
  close(): Promise<void>;
}

/** Handshakes and heartbeats, which must not queue behind other commands. */
const greetings = new Set(['', 'hello', 'ismaster', 'ping', 'buildInfo']);

export async function openGate({ port, host = '127.0.0.1', oneAtATime, mostWrites }: GateOptions): Promise<Gate> {
  const faults: { readonly command: string; readonly fault: Fault }[] = [];
  const last = new Map<string, Message>();
  const sockets = new Set<Socket>();
  let turn = Promise.resolve();

  const faultFor = (command: string): Fault | null => {
    const i = faults.findIndex((one) => one.command === command);
    return i === -1 ? null : (faults.splice(i, 1)[0]?.fault ?? null);
  };
  const limited = (command: string, said: Message): Message =>
    mostWrites !== undefined && greetings.has(command) ? withMostWrites(said, mostWrites) : said;
  const pass = async (message: Message, client: Socket, upstream: Upstream): Promise<void> => {
    const command = commandOf(message);
    const fault = faultFor(command);
    if (client.destroyed) return;
    last.set(command, message);
    if (fault?.kind === 'cut') client.destroy();
    else if (fault?.kind === 'answer') client.write(answering(message, fault.document));
    else {
      const said = await upstream.ask(message, isAnswered(message));
      await answer(client, said === null ? null : limited(command, said), fault);
    }
  };
  const server = createServer((client) => {
    const socket = connect(port, host);
    const upstream = upstreamOf(socket, client);
    const inTurn = (message: Message): void => {
      if (isWatching(message)) socket.write(message);
      else if (oneAtATime && !greetings.has(commandOf(message))) turn = turn.then(() => pass(message, client, upstream));
      else void pass(message, client, upstream);
    };
    client.on('data', messages(inTurn));
    for (const one of [client, socket]) {
      sockets.add(one);
      one.setNoDelay(true).on('close', () => sockets.delete(one));
    }
  });
  const listen = (at: number): Promise<void> => new Promise((resolve) => server.listen(at, '127.0.0.1', resolve));
  const refuse = (): Promise<void> =>
    new Promise((resolve) => {
      server.close(() => resolve());
      for (const socket of sockets) socket.destroy();
    });
  await listen(0);
  const own = (server.address() as AddressInfo).port;
  return {
    port: own,
    inject: (command, fault) => void faults.push({ command, fault }),
    refuse,
    accept: () => listen(own),
    last: (command) => {
      const message = last.get(command);
      return message && bodyOf(message);
    },
    close: () => (server.listening ? refuse() : Promise.resolve()),
  };
}

/** Null if none is expected or the server has disconnected. */
async function answer(client: Socket, message: Message | null, fault: Fault | null): Promise<void> {
  if (fault?.kind === 'drop-answer') client.destroy();
  if (fault?.kind === 'hold') await sleep(fault.ms);
  if (message === null) return;
  if (fault?.kind === 'trickle') await trickle(client, message, fault);
  else client.write(message);
}

async function trickle(client: Socket, message: Message, { bytes, ms }: { bytes: number; ms: number }): Promise<void> {
  for (let at = 0; at < message.length; at += bytes) {
    await sleep(ms);
    client.write(message.subarray(at, at + bytes));
  }
}
