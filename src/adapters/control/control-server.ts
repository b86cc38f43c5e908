import { rm } from 'node:fs/promises';
import { connect, createServer, type Server, type Socket } from 'node:net';
import { DomainError } from '../../domain/kernel/errors';
import type { Values } from '../../domain/kernel/value';
import { controlNames, type AnyMethod, type ControlMethods } from './control.port';
import { onLines, send, type CallFrame, type ControlProblem } from './frames';

export interface ControlServer {
  /** Rejects new calls, aborts running ones, waits up to `timeoutMs` for them, then removes the socket. */
  close(timeoutMs?: number): Promise<void>;
}

export interface ControlServerOptions {
  /** At most 103 bytes, the limit of every operating system. */
  readonly path: string;
  readonly methods: ControlMethods;
  /** Called with unexpected errors only: bugs and failing stores. */
  readonly onError: (method: string, error: unknown) => void;
}

/** Its message is meant for the operator. */
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
 * Serves the operator's scripts on a Unix socket that only its owner may open. Replaces the socket file of a crashed server.
 * @throws {SocketRefused} the path is too long, or another server uses it
 */
export async function startControlServer(options: ControlServerOptions): Promise<ControlServer> {
  await removeStaleSocket(options.path);
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
        const call = handleCall(socket, line, options, gone.signal).finally(() => calls.delete(call));
        calls.add(call);
      },
      { maxLength: maxCallLength, onExceeded: () => socket.destroy() },
    );
  });
  await listen(server, options.path);
  return {
    close: async (timeoutMs = 5_000) => {
      const closed = new Promise<void>((resolve) => server.close(() => resolve()));
      for (const gone of sockets.values()) gone.abort();
      await waitForCalls(calls, timeoutMs);
      for (const socket of sockets.keys()) socket.destroySoon();
      await closed;
    },
  };
}

/** Checks the length early, before anything is created. @throws {SocketRefused} */
export function checkSocketPath(path: string): void {
  const bytes = Buffer.byteLength(path);
  if (bytes <= maxPathBytes) return;
  throw new SocketRefused(
    `The socket path ${path} has ${bytes} bytes, but the limit is ${maxPathBytes}. Choose a shorter DATA_DIR.`,
  );
}

async function removeStaleSocket(path: string): Promise<void> {
  checkSocketPath(path);
  if (await isAnswering(path))
    throw new SocketRefused(`Another Docket server answers at ${path}. Stop it first, or choose another DATA_DIR.`);
  await rm(path, { force: true });
}

function isAnswering(path: string): Promise<boolean> {
  return new Promise((resolve) => {
    const socket = connect(path);
    socket.once('connect', () => {
      socket.destroy();
      resolve(true);
    });
    socket.once('error', () => resolve(false));
  });
}

/** `listen` creates the socket synchronously, so the umask protects it from the first moment. */
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

async function handleCall(socket: Socket, line: string, options: ControlServerOptions, signal: AbortSignal): Promise<void> {
  const call = readCall(line);
  if (call === null) {
    send(socket, {
      id: null,
      error: problem('invalid', 'Send each call as one line of JSON with "id" (a number), "method" and "params".'),
    });
    return;
  }
  const { id, method, params } = call;
  const found = controlNames.find((name) => name === method);
  if (found === undefined) {
    send(socket, { id, error: problem('unknown', `There is no method "${method}". Use one of ${controlNames.join(', ')}.`) });
    return;
  }
  try {
    // Each method validates its own parameters.
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

/** Includes internal messages, unlike HTTP, because the caller owns the data folder. */
function problemOf(error: unknown): ControlProblem {
  if (error instanceof DomainError) return { ...error.facts, ...problem(error.code, error.message) };
  return problem('internal', error instanceof Error ? error.message : String(error));
}

function problem(code: string, detail: string): ControlProblem {
  return { type: `/problems/${code}`, detail };
}

async function waitForCalls(calls: ReadonlySet<Promise<void>>, timeoutMs: number): Promise<void> {
  const timeout = new AbortController();
  const timer = setTimeout(() => timeout.abort(), timeoutMs);
  const over = new Promise<void>((resolve) => timeout.signal.addEventListener('abort', () => resolve()));
  await Promise.race([Promise.allSettled(calls), over]);
  clearTimeout(timer);
}
