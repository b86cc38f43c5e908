import { connect, type Socket } from 'node:net';
import { DomainError, errorCodes } from '../../domain/kernel/errors';
import type { Value } from '../../domain/kernel/value';
import { controlNames, type AnyMethod, type ControlMethods, type OpenControl, type Progress } from './control.port';
import { onLines, send, type AnswerFrame, type ControlProblem } from './frames';

interface Waiting {
  readonly resolve: (result: Value) => void;
  readonly reject: (error: Error) => void;
  readonly progress: Progress;
}

interface Line {
  readonly socket: Socket;
  readonly waiting: Map<number, Waiting>;
  lastId: number;
}

const wentAway = 'The server went away before it answered. Look at its log, then ask again.';
const stopped = 'Stopped before it was finished.';

/**
 * The methods of the server that runs on this data folder, or null when none does.
 * @throws {Error} in words for the operator, when the socket is there but may not be opened
 */
export async function connectControl(path: string): Promise<OpenControl | null> {
  const socket = await open(path);
  if (socket === null) return null;
  const line: Line = { socket, waiting: listen(socket), lastId: 0 };
  // Every method travels alike; the typed interface is what both ends agree on.
  const methods = Object.fromEntries(controlNames.map((name) => [name, remote(name, line)])) as unknown as ControlMethods;
  return { methods, close: () => new Promise((resolve) => socket.end(() => resolve())) };
}

function remote(method: string, line: Line): AnyMethod {
  return (params, progress, signal) => {
    const stop = (): void => void line.socket.destroy(new Error(stopped));
    const answer = new Promise<Value>((resolve, reject) => {
      if (line.socket.destroyed) throw new Error(wentAway);
      const id = (line.lastId += 1);
      line.waiting.set(id, { resolve, reject, progress });
      signal.addEventListener('abort', stop, { once: true });
      send(line.socket, { id, method, params });
    });
    return answer.finally(() => signal.removeEventListener('abort', stop));
  };
}

function open(path: string): Promise<Socket | null> {
  return new Promise((resolve, reject) => {
    const socket = connect(path);
    socket.once('connect', () => resolve(socket));
    socket.once('error', (error: NodeJS.ErrnoException) => {
      if (error.code === 'ENOENT' || error.code === 'ECONNREFUSED') resolve(null);
      else if (error.code === 'EACCES')
        reject(new Error(`${path} belongs to another user. Run this as the user that runs the server.`));
      else reject(error);
    });
  });
}

function listen(socket: Socket): Map<number, Waiting> {
  const waiting = new Map<number, Waiting>();
  const end = (why: string): void => {
    for (const { reject } of waiting.values()) reject(new Error(why));
    waiting.clear();
  };
  socket.on('error', (error) => end(error.message));
  socket.on('close', () => end(wentAway));
  onLines(socket, (line) => take(JSON.parse(line) as AnswerFrame, waiting));
  return waiting;
}

function take(frame: AnswerFrame, waiting: Map<number, Waiting>): void {
  const call = frame.id === null ? undefined : waiting.get(frame.id);
  if (call === undefined) return;
  if ('progress' in frame) {
    call.progress(frame.progress);
    return;
  }
  waiting.delete(frame.id as number);
  if ('error' in frame) call.reject(errorOf(frame.error));
  else call.resolve(frame.result);
}

function errorOf({ type, detail, ...facts }: ControlProblem): Error {
  const code = errorCodes.find((known) => `/problems/${known}` === type);
  return code === undefined ? new Error(detail) : new DomainError(code, detail, facts);
}
