import type { Socket } from 'node:net';
import type { Value, Values } from '../../domain/kernel/value';
import type { ProgressFrame } from './control.port';

// One JSON text a line, UTF-8, both ways: {id, method, params} → {id, progress} … → {id, result} | {id, error}.

export interface CallFrame {
  readonly id: number;
  readonly method: string;
  readonly params: Values;
}

/** A refusal as RFC 9457 tells it; `code` is the last part of `type`. */
export interface ControlProblem {
  readonly type: string;
  readonly detail: string;
  readonly [member: string]: Value | undefined;
}

/** `id` is null when the line could not be read, so nobody knows which call it was. */
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
  readonly exceeded: () => void;
}

/** Calls `take` with each whole line. */
export function onLines(socket: Socket, take: (line: string) => void, limit?: LineLimit): void {
  let rest = '';
  socket.setEncoding('utf8');
  socket.on('data', (chunk: string) => {
    const lines = (rest + chunk).split('\n');
    rest = lines.pop() ?? '';
    for (const line of lines) take(line);
    if (limit !== undefined && rest.length > limit.maxLength) limit.exceeded();
  });
}
