import type { Socket } from 'node:net';
import type { Value, Values } from '../../domain/kernel/value';
import type { ProgressFrame } from './control.port';

// One JSON text per line, UTF-8, in both directions: {id, method, params} → {id, progress} … → {id, result} | {id, error}.

export interface CallFrame {
  readonly id: number;
  readonly method: string;
  readonly params: Values;
}

/** A refusal in the form of RFC 9457. Its code is the last part of `type`. */
export interface ControlProblem {
  readonly type: string;
  readonly detail: string;
  readonly [member: string]: Value | undefined;
}

/** `id` is null if the line could not be parsed, so its call is unknown. */
export type AnswerFrame =
  | { readonly id: number; readonly progress: ProgressFrame }
  | { readonly id: number; readonly result: Value }
  | { readonly id: number | null; readonly error: ControlProblem };

export function send(socket: Socket, frame: CallFrame | AnswerFrame): void {
  if (!socket.destroyed) socket.write(`${JSON.stringify(frame)}\n`);
}

export interface LineLimit {
  /** In characters. */
  readonly maxLength: number;
  readonly onExceeded: () => void;
}

/** Calls `take` with each complete line. */
export function onLines(socket: Socket, take: (line: string) => void, limit?: LineLimit): void {
  let rest = '';
  socket.setEncoding('utf8');
  socket.on('data', (chunk: string) => {
    const lines = (rest + chunk).split('\n');
    rest = lines.pop() ?? '';
    for (const line of lines) take(line);
    if (limit !== undefined && rest.length > limit.maxLength) limit.onExceeded();
  });
}
