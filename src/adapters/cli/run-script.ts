import { parseArgs } from 'node:util';
import { DomainError } from '../../domain/kernel/errors';
import type { OfflineMethods, OpenControl } from '../control/control.port';
import { progressDisplay, type ProgressScreen } from './progress';
import { UsageError, type Arguments, type Outcome, type Script, type OfflineScript } from './script';
import { scripts } from './scripts';

/** The environment of a script: access to the stores, and the terminal. */
export interface ScriptEnvironment {
  /** Connects to the server that uses the data folder, or null if none runs. */
  readonly connect: () => Promise<OpenControl | null>;
  /** Locks the data folder and opens the stores in this process. @throws {Error} with a message for the operator */
  readonly open: () => Promise<OpenControl>;
  /** For scripts that open data folders themselves. */
  readonly offline: OfflineMethods;
  readonly out: { write(text: string): unknown };
  readonly screen: ProgressScreen;
  /** Aborted by Ctrl-C. */
  readonly signal: AbortSignal;
}

export const exitCodes = { done: 0, failed: 1, usage: 2, interrupted: 130 } as const;

const cancelled = 'Stopped before it finished.';
const common = { json: { type: 'boolean' }, help: { type: 'boolean', short: 'h' } } as const;

/** Runs `<script> <arguments>` and returns the exit code. Never throws. */
export async function runScript(args: readonly string[], world: ScriptEnvironment): Promise<number> {
  try {
    return await run(args, world);
  } catch (error) {
    world.screen.stream.write(`${isAbort(error) ? cancelled : explain(error)}\n`);
    if (error instanceof UsageError) return exitCodes.usage;
    return world.signal.aborted ? exitCodes.interrupted : exitCodes.failed;
  }
}

async function run([name = '', ...args]: readonly string[], world: ScriptEnvironment): Promise<number> {
  if (['--help', '-h', 'help'].includes(name)) {
    world.out.write(`${overview()}\n`);
    return exitCodes.done;
  }
  const script = scripts.find((known) => known.name === name);
  if (script === undefined) {
    throw new UsageError(`${name === '' ? 'Choose a script.' : `There is no script ${JSON.stringify(name)}.`}\n\n${overview()}`);
  }
  const given = parse(script, args);
  if (given.values['help'] === true) {
    world.out.write(`${help(script)}\n`);
    return exitCodes.done;
  }
  const { json, text, ok } = await perform(script, given, world);
  world.out.write(given.values['json'] === true ? `${JSON.stringify(json, null, 2)}\n` : `${text}\n`);
  return ok ? exitCodes.done : exitCodes.failed;
}

async function perform(script: Script | OfflineScript, given: Arguments, world: ScriptEnvironment): Promise<Outcome> {
  const display = progressDisplay(world.screen);
  const rest = { progress: display.show, signal: world.signal };
  try {
    if ('planOffline' in script)
      return await planOrExplain(script, () => script.planOffline(given))({ methods: world.offline, ...rest });
    const run = planOrExplain(script, () => script.plan(given));
    const control = (await world.connect()) ?? (await world.open());
    try {
      // Opening may take long, so check for Ctrl-C.
      world.signal.throwIfAborted();
      return await run({ methods: control.methods, ...rest });
    } finally {
      await control.close();
    }
  } finally {
    display.end();
  }
}

function parse(script: Script | OfflineScript, args: readonly string[]): Arguments {
  try {
    const { values, positionals } = parseArgs({
      args: [...args],
      options: { ...script.options, ...common },
      allowPositionals: true,
    });
    return { positionals, values };
  } catch (error) {
    throw new UsageError(`${(error as Error).message.split('. ', 1)[0] ?? ''}.\n\n${help(script)}`);
  }
}

function planOrExplain<Run>(script: Script | OfflineScript, plan: () => Run): Run {
  try {
    return plan();
  } catch (error) {
    if (error instanceof UsageError) throw new UsageError(`${error.message}\n\n${help(script)}`);
    throw error;
  }
}

function help({ name, usage, about }: Script | OfflineScript): string {
  const calls = usage.map((line) => `  npm run ${line}`);
  const machines = `JSON only, for programs: npm run -s ${name} -- … --json`;
  return [about, '', 'Usage:', ...calls, '', machines].join('\n');
}

function overview(): string {
  return ['Scripts:', ...scripts.flatMap(({ usage }) => usage.map((line) => `  npm run ${line}`))].join('\n');
}

function isAbort(error: unknown): boolean {
  return typeof error === 'object' && error !== null && 'name' in error && error.name === 'AbortError';
}

/** One paragraph, followed by the invalid fields if there are any. */
function explain(error: unknown): string {
  if (!(error instanceof Error)) return String(error);
  if (!(error instanceof DomainError)) return error.message;
  const { errors } = error.facts;
  if (!Array.isArray(errors)) return error.message;
  const fields = (errors as { field?: string; message?: string }[]).map(
    ({ field, message }) => `  ${field ?? ''}: ${message ?? ''}`,
  );
  return [error.message, ...fields].join('\n');
}
