import { rm } from 'node:fs/promises';
import { connect, createServer, type Server, type Socket } from 'node:net';
import { DomainError } from '../../domain/kernel/errors';
import type { Values } from '../../domain/kernel/value';
import { controlNames, type AnyMethod, type ControlMethods } from './control.port';
import { onLines, send, type CallFrame, type ControlProblem } from './frames';

export interface ControlServer {
  /** Takes no more calls, waits up to `patienceMs` for those under way (their signal is aborted at once), removes the socket. */
  close(patienceMs?: number): Promise<void>;
}

export interface ControlServerOptions {
  /** At most 103 bytes: what every operating system allows. */
  readonly path: string;
  readonly methods: ControlMethods;
  /** Errors that are no refusals: bugs and broken stores. */
  readonly onError: (method: string, error: unknown) => void;
}

/** In words for the operator. */
export class SocketRefused extends Error {
  constructor(detail: string) {
    super(detail);
    this.name = 'SocketRefused';
  }
}

const maxPathBytes = 103;
/** Parameters are names and paths. */
const maxCallLength = 64 * 1024;

/**
 * Answers the operator's scripts on a Unix socket that only the owner may open. A socket file left by a killed server is replaced.
 * @throws {SocketRefused} a path too long, or another server that answers there
 */
export async function startControlServer(options: ControlServerOptions): Promise<ControlServer> {
  await makeWay(options.path);
  const calls = new Set<Promise<void>>();
  const sockets = new Map<Socket, AbortController>();
  const server = createServer((socket) => {
    const gone = new AbortController();
    sockets.set(socket, gone);
    socket.on('error', () => socket.destroy());
    socket.on('close', () => {
      gone.abort();
      sockets.delete(socket);
    });
    onLines(
      socket,
      (line) => {
        const call = answer(socket, line, options, gone.signal).finally(() => calls.delete(call));
        calls.add(call);
      },
      { maxLength: maxCallLength, exceeded: () => socket.destroy() },
    );
  });
  await listen(server, options.path);
  return {
    close: async (patienceMs = 5_000) => {
      const closed = new Promise<void>((resolve) => server.close(() => resolve()));
      for (const gone of sockets.values()) gone.abort();
      await settled(calls, patienceMs);
      for (const socket of sockets.keys()) socket.destroySoon();
      await closed;
    },
  };
}

/** @throws {SocketRefused} it is too long, which can be said before anything is made */
export function checkSocketPath(path: string): void {
  const bytes = Buffer.byteLength(path);
  if (bytes <= maxPathBytes) return;
  throw new SocketRefused(`The path ${path} has ${bytes} bytes; a socket's may have ${maxPathBytes}. Choose a shorter DATA_DIR.`);
}

async function makeWay(path: string): Promise<void> {
  checkSocketPath(path);
  if (await answers(path))
    throw new SocketRefused(`Another Docket server answers at ${path}. Stop it first, or choose another DATA_DIR.`);
  await rm(path, { force: true });
}

function answers(path: string): Promise<boolean> {
  return new Promise((resolve) => {
    const socket = connect(path);
    socket.once('connect', () => {
      socket.destroy();
      resolve(true);
    });
    socket.once('error', () => resolve(false));
  });
}

/** The socket is made inside `listen`, so the mask leaves no moment at which others could open it. */
function listen(server: Server, path: string): Promise<void> {
  return new Promise((resolve, reject) => {
    server.once('error', reject);
    const before = process.umask(0o177);
    try {
      server.listen(path, resolve);
    } finally {
      process.umask(before);
    }
  });
}

async function answer(socket: Socket, line: string, options: ControlServerOptions, signal: AbortSignal): Promise<void> {
  const call = readCall(line);
  if (call === null) {
    send(socket, { id: null, error: problem('invalid', 'A line is a JSON object with "id" (a number), "method" and "params".') });
    return;
  }
  const { id, method, params } = call;
  const found = controlNames.find((name) => name === method);
  if (found === undefined) {
    send(socket, { id, error: problem('unknown', `There is no method "${method}"; there are ${controlNames.join(', ')}.`) });
    return;
  }
  try {
    // Each method checks its own parameters; on the wire all look alike.
    const run = options.methods[found] as unknown as AnyMethod;
    send(socket, { id, result: await run(params, (progress) => send(socket, { id, progress }), signal) });
  } catch (error) {
    send(socket, { id, error: problemOf(error) });
    if (!(error instanceof DomainError)) options.onError(method, error);
  }
}

function readCall(line: string): CallFrame | null {
  try {
    const { id, method, params } = JSON.parse(line) as { [key in keyof CallFrame]?: unknown };
    if (typeof id !== 'number' || typeof method !== 'string' || typeof params !== 'object' || params === null) return null;
    return { id, method, params: params as Values };
  } catch {
    return null;
  }
}

/** The asker is the owner of the data folder, so an error's own words are told, which HTTP keeps to itself. */
function problemOf(error: unknown): ControlProblem {
  if (error instanceof DomainError) return { ...error.facts, ...problem(error.code, error.message) };
  return problem('internal', error instanceof Error ? error.message : String(error));
}

function problem(code: string, detail: string): ControlProblem {
  return { type: `/problems/${code}`, detail };
}

async function settled(calls: ReadonlySet<Promise<void>>, patienceMs: number): Promise<void> {
  const patience = new AbortController();
  const timer = setTimeout(() => patience.abort(), patienceMs);
  const over = new Promise<void>((resolve) => patience.signal.addEventListener('abort', () => resolve()));
  await Promise.race([Promise.allSettled(calls), over]);
  clearTimeout(timer);
}
