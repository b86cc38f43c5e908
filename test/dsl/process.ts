import { spawn, type ChildProcess } from 'node:child_process';
import { once } from 'node:events';

/** The built server in its own process. */
export interface Running {
  readonly child: ChildProcess;
  readonly url: string;
  /** Tokens of the demo, by the beginning of the name. Empty except at the first start. */
  readonly tokens: ReadonlyMap<string, string>;
  kill(signal: NodeJS.Signals): Promise<number | null>;
}

export interface Ended {
  readonly code: number | null;
  readonly signal: NodeJS.Signals | null;
  readonly out: string;
  readonly err: string;
}

type Environment = Readonly<Record<string, string>>;

const environment = (folder: string, more: Environment): NodeJS.ProcessEnv => ({
  ...{ ...process.env, DATA_DIR: folder, PORT: '0', NODE_ENV: 'development', DEMO: 'small', LOG_LEVEL: 'error' },
  ...more,
});

const children: ChildProcess[] = [];
/** No process outlives its suite, because it would keep jest from ending. */
afterAll(() => children.forEach((child) => child.kill('SIGKILL')));

/** @throws {Error} with the output, if the process ends instead of listening */
export async function startProcess(
  folder: string,
  more: Environment = {},
  [command, ...before]: readonly [string, ...string[]] = [process.execPath],
): Promise<Running> {
  const child = spawn(command, [...before, 'dist/main.js'], {
    env: environment(folder, more),
    stdio: ['ignore', 'pipe', 'pipe'],
  });
  children.push(child);
  const said = heard(child);
  const exit = once(child, 'exit') as Promise<[number | null]>;
  while (!/^PDFs are printed by:.*\n((Demo|Open)[^]*\n)?$/m.test(said.out)) {
    const event = await Promise.race([once(child.stdout, 'data').then(() => null), exit]);
    if (event !== null) throw new Error(said.err);
    await new Promise((resolve) => setTimeout(resolve, 20));
  }
  const tokens = new Map(
    [...said.out.matchAll(/^ {2}(\S+) {2}[^·]* · (\S+)[^·]* · /gm)].map(([, token = '', name = '']) => [name, token]),
  );
  const kill = async (signal: NodeJS.Signals): Promise<number | null> => {
    child.kill(signal);
    return (await exit)[0];
  };
  return { child, tokens, kill, url: /Docket is at (\S+)/.exec(said.out)?.[1] ?? '' };
}

/** Runs the built server or a script to its end. */
export async function runToEnd(folder: string, args: readonly string[], more: Environment = {}): Promise<Ended> {
  return ended(spawnScript(folder, args, more));
}

export function spawnScript(folder: string, args: readonly string[], more: Environment = {}): ChildProcess {
  const child = spawn(process.execPath, [...args], { env: environment(folder, more), stdio: ['ignore', 'pipe', 'pipe'] });
  children.push(child);
  return child;
}

export async function ended(child: ChildProcess): Promise<Ended> {
  const said = heard(child);
  const [code, signal] = (await once(child, 'close')) as [number | null, NodeJS.Signals | null];
  return { code, signal, ...said };
}

function heard(child: ChildProcess): { out: string; err: string } {
  const said = { out: '', err: '' };
  child.stdout?.on('data', (text) => (said.out += String(text)));
  child.stderr?.on('data', (text) => (said.err += String(text)));
  return said;
}
