import { connect, type Socket } from 'node:net';
import { DomainError, errorCodes } from '../../domain/kernel/errors';
import type { Value } from '../../domain/kernel/value';
import { controlNames, type AnyMethod, type ControlMethods, type OpenControl, type Progress } from './control.port';
import { onLines, send, type AnswerFrame, type ControlProblem } from './frames';

interface PendingCall {
  readonly resolve: (result: Value) => void;
  readonly reject: (error: Error) => void;
  readonly progress: Progress;
}

interface Connection {
  readonly socket: Socket;
  readonly waiting: Map<number, PendingCall>;
  lastId: number;
}

const connectionLost = 'The server closed the connection before it answered. Check its log, then try again.';
const cancelled = 'Stopped before it finished.';

/**
 * Connects to the server that uses this data folder, or returns null if none runs.
 * @throws {Error} with a message for the operator if the socket may not be opened
 */
export async function connectControl(path: string): Promise<OpenControl | null> {
  const socket = await open(path);
  if (socket === null) return null;
  const line: Connection = { socket, waiting: listen(socket), lastId: 0 };
  // All methods share one wire format. The typed interface is the contract of both ends.
  const methods = Object.fromEntries(controlNames.map((name) => [name, callRemote(name, line)])) as unknown as ControlMethods;
  return { methods, close: () => new Promise((resolve) => socket.end(() => resolve())) };
}

function callRemote(method: string, line: Connection): AnyMethod {
  return (params, progress, signal) => {
    const stop = (): void => void line.socket.destroy(new Error(cancelled));
    const answer = new Promise<Value>((resolve, reject) => {
      if (line.socket.destroyed) throw new Error(connectionLost);
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
        reject(new Error(`${path} belongs to another user. Run this command as the user of the server.`));
      else reject(error);
    });
  });
}

function listen(socket: Socket): Map<number, PendingCall> {
  const waiting = new Map<number, PendingCall>();
  const end = (why: string): void => {
    for (const { reject } of waiting.values()) reject(new Error(why));
    waiting.clear();
  };
  socket.on('error', (error) => end(error.message));
  socket.on('close', () => end(connectionLost));
  onLines(socket, (line) => settle(JSON.parse(line) as AnswerFrame, waiting));
  return waiting;
}

function settle(frame: AnswerFrame, waiting: Map<number, PendingCall>): void {
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
