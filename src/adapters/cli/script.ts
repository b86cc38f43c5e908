import type { ParseArgsConfig } from 'node:util';
import type { AloneMethods, ControlMethods, Progress } from '../control/control.port';

export interface Call {
  readonly methods: ControlMethods;
  readonly progress: Progress;
  readonly signal: AbortSignal;
}

/** A script that works while no server runs. */
export interface CallAlone extends Omit<Call, 'methods'> {
  readonly methods: AloneMethods;
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
  readonly values: Readonly<Record<string, string | boolean | readonly (string | boolean)[] | undefined>>;
}

interface Described {
  readonly name: string;
  /** After `npm run`, one line for each way to call it. */
  readonly usage: readonly string[];
  readonly about: string;
  readonly options: Readonly<NonNullable<ParseArgsConfig['options']>>;
}

/** One of the operator's scripts: `npm run <name> -- <arguments>`. */
export interface Script extends Described {
  /** Pure: what to do with these arguments. @throws {UsageError} */
  readonly plan: (given: Arguments) => (call: Call) => Promise<Outcome>;
}

/** One that makes an installation or reads one whole: no server may run on it. */
export interface ScriptAlone extends Described {
  /** Pure: what to do with these arguments. @throws {UsageError} */
  readonly planAlone: (given: Arguments) => (call: CallAlone) => Promise<Outcome>;
}

/** The call itself is wrong; what follows is how it would be right. */
export class UsageError extends Error {}
