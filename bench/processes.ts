import { spawn, type ChildProcess } from 'node:child_process';
import { join } from 'node:path';

export interface Running {
  readonly url: string;
  /** Its output until it was ready. */
  readonly printed: string;
  stop(): Promise<void>;
}

/** As in `npm start`. Most objects of a request die before they are moved. */
const youngGeneration = '--max-semi-space-size=32';

/** Starts a compiled program of this repository and waits for `is at http://…`. */
export async function start(program: string, environment: Readonly<Record<string, string>> = {}): Promise<Running> {
  const child = spawn(process.execPath, [youngGeneration, join(__dirname, program)], {
    env: { ...process.env, ...environment },
    stdio: ['ignore', 'pipe', 'inherit'],
  });
  const printed = await ready(child);
  const url = /is at (http:\/\/\S+)/.exec(printed)?.[1] ?? '';
  return { url, printed, stop: () => ended(child) };
}

function ready(child: ChildProcess): Promise<string> {
  return new Promise((resolve, reject) => {
    let printed = '';
    child.stdout?.on('data', (chunk: Buffer) => {
      printed += chunk.toString();
      // The first lines arrive together, so wait until the pipe is read to its end.
      if (printed.includes('is at ')) setTimeout(() => resolve(printed), 300);
    });
    child.once('exit', (code) => reject(new Error(`ended with ${String(code)} before it was ready:\n${printed}`)));
  });
}

function ended(child: ChildProcess): Promise<void> {
  return new Promise((resolve) => {
    child.removeAllListeners('exit');
    child.once('exit', () => resolve());
    child.kill('SIGTERM');
  });
}
