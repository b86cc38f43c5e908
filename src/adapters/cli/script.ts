import type { ParseArgsConfig } from 'node:util';
import type { OfflineMethods, ControlMethods, Progress } from '../control/control.port';

export interface Call {
  readonly methods: ControlMethods;
  readonly progress: Progress;
  readonly signal: AbortSignal;
}

/** The call of a script that needs exclusive access. */
export interface OfflineCall extends Omit<Call, 'methods'> {
  readonly methods: OfflineMethods;
}

export interface Outcome {
  /** Printed with `--json`. */
  readonly json: object;
  /** Printed otherwise. */
  readonly text: string;
  /** False ends the script with exit code 1. */
  readonly ok: boolean;
}

export interface Arguments {
  readonly positionals: readonly string[];
  readonly values: Readonly<Record<string, string | boolean | readonly (string | boolean)[] | undefined>>;
}

interface ScriptInfo {
  readonly name: string;
  /** Arguments after `npm run`, one line for each form. */
  readonly usage: readonly string[];
  readonly about: string;
  readonly options: Readonly<NonNullable<ParseArgsConfig['options']>>;
}

/** One of the operator's scripts: `npm run <name> -- <arguments>`. */
export interface Script extends ScriptInfo {
  /** Pure: validates the arguments. @throws {UsageError} */
  readonly plan: (given: Arguments) => (call: Call) => Promise<Outcome>;
}

/** A script that needs exclusive access, so no server may run. */
export interface OfflineScript extends ScriptInfo {
  /** Pure: validates the arguments. @throws {UsageError} */
  readonly planOffline: (given: Arguments) => (call: OfflineCall) => Promise<Outcome>;
}

/** The arguments are wrong. The script's usage is printed, too. */
export class UsageError extends Error {}
