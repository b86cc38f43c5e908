import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { existsSync } from 'node:fs';
import { request, type RequestOptions } from 'node:http';
import { homedir, hostname } from 'node:os';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { hangMs } from '../dsl/until';

/** Images of real servers, the same as in docker/compose.production.yml, so that the recommended ones are tested. */
export const images = {
  mongodb: { image: 'mongo:7.0.14', port: 27017, setting: 'MONGODB_URL', environment: {} },
  eventstore: {
    image: 'eventstore/eventstore:23.10.0-bookworm-slim',
    port: 2113,
    setting: 'EVENTSTORE_URL',
    environment: { EVENTSTORE_INSECURE: 'true', EVENTSTORE_MEM_DB: 'true', EVENTSTORE_TELEMETRY_OPTOUT: 'true' },
  },
} as const;

export type Image = (typeof images)[keyof typeof images];
/** Docker's host and images, or the reason why it cannot be used. */
export type Engine = { readonly address: string; readonly has: readonly string[] } | { readonly reason: string };

/** A running container. Its port is open to this machine only. It ends when stopped or when the calling process ends. */
export interface Container {
  readonly port: number;
  readonly stop: () => Promise<void>;
}

const root = join(__dirname, '..', '..');
const silent = { reason: 'Docker does not answer' };

/** Looks for local images only. Takes some milliseconds, and at most 0.25 s without an engine. */
export async function askEngine(env: NodeJS.ProcessEnv = process.env): Promise<Engine> {
  const address = env['DOCKER_HOST'] || socketOf(env);
  const target = targetOf(address);
  if (target === null) return address === '' ? silent : { reason: 'DOCKER_HOST names no engine of this machine' };
  const ask = (path: string, patienceMs: number) => answerOf({ ...target, path }, patienceMs);
  try {
    await ask('/_ping', 250);
    // From inside a container, the ports opened by an engine beside it are not reachable.
    if (existsSync('/.dockerenv') && !(await ask('/info', 5_000)).body.includes(`"Name":"${hostname()}"`))
      return { reason: 'Docker runs outside of the container that these tests run in' };
    const answers = await Promise.all(Object.values(images).map(({ image }) => ask(`/images/${image}/json`, 5_000)));
    return { address, has: Object.values(images).flatMap(({ image }, i) => (answers[i]?.status === 200 ? [image] : [])) };
  } catch {
    return silent;
  }
}

/** Result of `askEngine` at the start of the tests (containers.setup.ts). */
export function engineOfThisRun(): Engine {
  const known = process.env['TEST_ENGINE'];
  return known === undefined ? { reason: 'Docker was not asked' } : (JSON.parse(known) as Engine);
}

/** Null if it can be started. */
export function whyNot(engine: Engine, { image }: Image): string | null {
  if ('reason' in engine) return engine.reason;
  return engine.has.includes(image) ? null : `Docker answers, but ${image} is not on this machine: \`npm run servers\` pulls it`;
}

/**
 * Runs an image until `ready` resolves. The library runs in a separate process (containers.main.ts), because it is slow to load and must
 * outlive a killed test to remove the container.
 */
export async function startContainer<T>(
  engine: Engine,
  { image, port, environment }: Image,
  ready: (port: number) => Promise<T>,
): Promise<Container & { readonly answer: T }> {
  if ('reason' in engine) throw new Error(engine.reason);
  const variables = Object.entries(environment).map((pair) => pair.join('='));
  const child = spawn(
    process.execPath,
    ['-r', './test/crash/register.cjs', 'test/servers/containers.main.ts', 'run', image, String(port), ...variables],
    {
      cwd: root,
      env: { ...process.env, DOCKER_HOST: engine.address, TESTCONTAINERS_HOST_OVERRIDE: '127.0.0.1' },
      detached: true,
    },
  );
  let trouble = '';
  child.stderr.on('data', (chunk: Buffer) => {
    trouble += chunk.toString();
  });
  const gone = once(child, 'close').then(() => {
    throw new Error(`${image} did not run: ${trouble.trim() || 'its container was stopped'}`);
  });
  gone.catch(() => undefined);
  const stop = async (): Promise<void> => {
    child.ref();
    child.stdin.end();
    await gone.catch(() => undefined);
  };
  try {
    const [line] = (await Promise.race([once(child.stdout, 'data'), gone])) as [Buffer];
    const open = Number(line.toString());
    const answer = await answering(image, gone, () => ready(open));
    // A failed test may forget it, so it must not keep the process alive.
    for (const held of [child, child.stdin, child.stdout, child.stderr]) (held as { unref?(): void }).unref?.();
    return { port: open, answer, stop };
  } catch (error) {
    await stop();
    throw error;
  }
}

/** Retries until there is an answer or the container has ended. */
export async function answering<T>(name: string, gone: Promise<never>, ask: () => Promise<T>): Promise<T> {
  const over = new AbortController();
  gone.catch(() => over.abort());
  let last: unknown;
  for (const end = performance.now() + hangMs; performance.now() < end;) {
    try {
      return await Promise.race([gone, ask()]);
    } catch (error) {
      if (over.signal.aborted) throw error;
      last = error;
      await sleep(50);
    }
  }
  throw new Error(`${name} runs, but did not answer within two minutes`, { cause: last });
}

function socketOf({ XDG_RUNTIME_DIR }: NodeJS.ProcessEnv): string {
  const folders = ['/var/run', XDG_RUNTIME_DIR ?? '', join(homedir(), '.docker/run'), join(homedir(), '.docker/desktop')];
  const found = folders.map((folder) => join(folder, 'docker.sock')).find(existsSync);
  return found === undefined ? '' : `unix://${found}`;
}

function targetOf(address: string): RequestOptions | null {
  if (!URL.canParse(address)) return null;
  const { protocol, hostname: host, port, pathname } = new URL(address);
  if (protocol === 'unix:') return { socketPath: pathname };
  return protocol === 'tcp:' && ['127.0.0.1', 'localhost'].includes(host) ? { host, port } : null;
}

function answerOf(options: RequestOptions, patienceMs: number): Promise<{ readonly status: number; readonly body: string }> {
  return new Promise((resolve, reject) => {
    request({ ...options, signal: AbortSignal.timeout(patienceMs), agent: false }, (response) => {
      let body = '';
      response.setEncoding('utf8').on('data', (chunk: string) => {
        body += chunk;
      });
      response.on('end', () => resolve({ status: response.statusCode ?? 0, body })).on('error', reject);
    })
      .on('error', reject)
      .end();
  });
}
