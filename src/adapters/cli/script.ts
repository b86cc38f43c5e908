import type { ParseArgsConfig } from 'node:util';
import type { ControlMethods, Progress } from '../control/control.port';

export interface Call {
  readonly methods: ControlMethods;
  readonly progress: Progress;
  readonly signal: AbortSignal;
}

export interface Outcome {
  /** What `--json` prints. */
  readonly json: object;
  /** What people read. */
  readonly text: string;
  /** False ends the script with exit code 1. */
  readonly ok: boolean;
}

export interface Arguments {
  readonly positionals: readonly string[];
  readonly values: Readonly<Record<string, string | boolean | undefined>>;
}

/** One of the operator's scripts: `npm run <name> -- <arguments>`. */
export interface Script {
  readonly name: string;
  /** After `npm run`, one line for each way to call it. */
  readonly usage: readonly string[];
  readonly about: string;
  readonly options: Readonly<NonNullable<ParseArgsConfig['options']>>;
  /** Pure: what to do with these arguments. @throws {UsageError} */
  readonly plan: (given: Arguments) => (call: Call) => Promise<Outcome>;
}

/** The call itself is wrong; what follows is how it would be right. */
export class UsageError extends Error {}
