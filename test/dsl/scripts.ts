import { spawn, type ChildProcess } from 'node:child_process';
import { once } from 'node:events';

type Environment = Readonly<Record<string, string>>;

/** The scripts of the built product, as an operator runs them, for one data folder. */
export function scriptsFor(folder: string, more: Environment = {}) {
  const start = (...args: readonly string[]): ChildProcess & { readonly stdout: NodeJS.ReadableStream } => {
    const env = { ...process.env, DATA_DIR: folder, NODE_ENV: 'test', DEMO: 'small', ...more };
    return spawn(process.execPath, ['dist/cli.js', ...args, '--json'], { env, stdio: ['ignore', 'pipe', 'pipe'] });
  };
  return { start, answerOf: <T>(...args: readonly string[]) => answer<T>(start(...args), args.join(' ')) };
}

/** @throws {Error} with the output, if the exit code is not 0 */
async function answer<T>(child: ReturnType<ReturnType<typeof scriptsFor>['start']>, what: string): Promise<T> {
  const said: Record<'out' | 'err', string> = { out: '', err: '' };
  child.stdout.on('data', (text) => (said.out += String(text)));
  child.stderr?.on('data', (text) => (said.err += String(text)));
  const [code] = (await once(child, 'close')) as [number];
  if (code !== 0) throw new Error(`${what} ended with ${code}: ${said.err}${said.out}`);
  return JSON.parse(said.out) as T;
}
