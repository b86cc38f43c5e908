import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

export interface Built {
  readonly url: string;
  /** What the start printed. */
  readonly said: string;
  readonly pid: number;
  /** Kills it, and its folder goes, too. */
  readonly stop: () => Promise<void>;
}

/** The built product as a process of its own, on an empty folder, as soon as it has printed what is waited for. */
export async function startBuilt(settings: Readonly<Record<string, string>>, printed = /Docket is at \S+/): Promise<Built> {
  const folder = mkdtempSync(join(tmpdir(), 'docket-built-'));
  const server = spawn(process.execPath, ['dist/main.js'], {
    env: { ...process.env, DATA_DIR: folder, PORT: '0', LOG_LEVEL: 'error', ...settings },
    stdio: ['ignore', 'pipe', 'inherit'],
  });
  const exit = once(server, 'exit');
  let said = '';
  server.stdout.on('data', (text) => (said += String(text)));
  while (!printed.test(said)) {
    const ended = await Promise.race([once(server.stdout, 'data').then(() => false), exit.then(() => true)]);
    if (ended) throw new Error(`the server ended before it printed ${String(printed)}:\n${said}`);
  }
  const stop = async (): Promise<void> => {
    server.kill('SIGKILL');
    await exit;
    rmSync(folder, { recursive: true, force: true });
  };
  return { url: /Docket is at (\S+)/.exec(said)?.[1] ?? '', said, pid: server.pid ?? 0, stop };
}
