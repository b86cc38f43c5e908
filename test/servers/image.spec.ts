import { spawnSync } from 'node:child_process';
import { Agent, get } from 'node:http';
import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { scratch } from '../adapters/backup/desk';
import { freePort } from './mongodb';
import { note } from './notes';

// Builds and runs docker/ on a real engine, if Docker has the base image. Projects, volumes and the image have their own names and are
// removed at the end. Only this makes the suite slow.

const root = join(__dirname, '../..');
const read = (path: string): string => readFileSync(join(root, path), 'utf8');
const base = /^FROM (\S+)/m.exec(read('docker/Dockerfile'))?.[1] ?? '';
const [desk, drill] = [`docket-test-${process.pid}`, `docket-test-drill-${process.pid}`];

const { at, remove } = scratch();
const file = at('compose.yml');
const image = 'docket-test';

interface Said {
  readonly status: number | null;
  readonly out: string;
}

function run(project: string, command: string, ...args: readonly string[]): Said {
  const env = { ...process.env, COMPOSE_PROJECT_NAME: project, PORT: ports[project] ?? '', NODE_ENV: 'development' };
  const { status, stdout, stderr } = spawnSync(command, args, { cwd: root, env, encoding: 'utf8', timeout: 900_000 });
  return { status, out: `${stdout}${stderr}`.trim() };
}
const docker = (...args: readonly string[]): Said => run(desk, 'docker', ...args);
const compose = (project: string, ...args: readonly string[]): Said => run(project, 'docker', 'compose', '--file', file, ...args);
const within = (project: string, ...args: readonly string[]): Said => compose(project, 'exec', '-T', 'docket', ...args);
const container = (): string => compose(desk, 'ps', '--all', '--quiet', 'docket').out;
const ports: Record<string, string> = {};

function whyNot(): string | null {
  if (docker('compose', 'version').status !== 0) return 'there is no `docker compose`';
  if (docker('image', 'inspect', base).status === 0) return null;
  return `Docker does not answer, or does not have ${base}: \`docker pull ${base}\``;
}

/** Uses a new connection, because an earlier one may have been killed with the server. */
async function answerOf(project: string, token: string, path: string, body?: object): Promise<Record<string, unknown>> {
  const answer = await fetch(`http://127.0.0.1:${ports[project]}/v1/${path}`, {
    method: body === undefined ? 'GET' : 'POST',
    headers: { authorization: `Bearer ${token}`, 'content-type': 'application/json', connection: 'close' },
    ...(body !== undefined && { body: JSON.stringify(body) }),
  });
  return (await answer.json()) as Record<string, unknown>;
}

/** Stays open, so that the server is stopped with an attached client. */
const attach = (agent: Agent): Promise<void> =>
  new Promise((resolve, reject) => {
    get(`http://127.0.0.1:${ports[desk]}/health/live`, { agent }, (answer) => answer.resume().once('end', resolve)).once(
      'error',
      reject,
    );
  });

const reason = whyNot();
if (reason !== null) {
  note(`docker/ was not run: ${reason}`);
  test.skip(`the image: ${reason}`, () => undefined);
} else
  describe('docker/compose.yml', () => {
    const opened = { kind: 'issue', title: 'Lobby screen stays black', description: 'Nothing is shown.' };
    let token: string;
    let path: string;
    let ticket: object;

    beforeAll(async () => {
      for (const project of [desk, drill]) ports[project] = String(await freePort());
      const own = read('docker/compose.yml')
        .replace('image: docket\n', `image: ${image}\n`)
        .replace('context: ..', `context: ${root}`);
      writeFileSync(file, own);
      const built = compose(desk, 'up', '--detach', '--build', '--wait');
      if (built.status !== 0) throw new Error(built.out.slice(-4_000));
      token = / (dkt_\S+) .*Ben Calder/.exec(compose(desk, 'logs', 'docket').out)?.[1] ?? '';
      path = `tickets/${String((await answerOf(desk, token, 'tickets', opened))['id'])}`;
      ticket = await answerOf(desk, token, path);
      note(`docker/: ${image} on ${base}, ${docker('version', '--format', 'Docker {{.Server.Version}}').out}`);
    }, 900_000);
    afterAll(() => {
      for (const project of [desk, drill]) compose(project, 'down', '--volumes');
      docker('image', 'rm', image);
      remove();
    });

    it('prints its address, and runs as an unprivileged user who can write to the volume only', () => {
      expect(compose(desk, 'logs', 'docket').out).toContain(`http://localhost:${ports[desk]} `);
      expect(within(desk, 'sh', '-c', 'id -u; grep -E "^(CapEff|CapBnd|NoNewPrivs)" /proc/1/status; cat /proc/1/comm').out).toBe(
        '1000\nCapEff:\t0000000000000000\nCapBnd:\t0000000000000000\nNoNewPrivs:\t1\ntini',
      );
      for (const folder of ['/', '/app', '/home/node', '/var/tmp'])
        expect(within(desk, 'touch', join(folder, 'x')).out).toContain('Read-only file system');
      expect(docker('diff', container()).out).toBe('');
      expect(within(desk, 'ls', '/tmp').out).toBe('');
    });

    it('contains what is needed to run, but nothing of the build', () => {
      const left = `find /app '(' -name '*.ts' -o -name '*.map' -o -path '*/typescript/*' -o -path '/app/test*' ')' -print; which python3 make g++`;
      expect(within(desk, 'sh', '-c', left).out).toBe('');
    });

    it('has everything acknowledged after a kill and a restart', async () => {
      docker('kill', container());
      expect(compose(desk, 'up', '--detach', '--wait').status).toBe(0);
      expect(await answerOf(desk, token, path)).toEqual(ticket);
      expect(within(desk, 'node', 'dist/cli.js', 'verify').out).toMatch(/^The log is intact/);
    });

    it('is backed up while it runs, and restored into another volume by the drill', async () => {
      const [archive, keys] = [at('monday.zip'), at('monday.zip.keys')];
      expect(run(desk, 'docker/backup.sh', file, archive)).toMatchObject({ status: 0 });
      expect(run(drill, 'docker/restore.sh', file, archive, keys)).toMatchObject({ status: 0 });
      expect(compose(drill, 'up', '--detach', '--wait').status).toBe(0);
      expect(await answerOf(drill, token, path)).toEqual(ticket);
      expect(within(drill, 'node', 'dist/cli.js', 'verify').out).toBe(within(desk, 'node', 'dist/cli.js', 'verify').out);
      for (const project of [desk, drill]) expect(within(project, 'ls', '/data').out).not.toContain('zip');
    });

    it('exits with 0 on SIGTERM, even with attached clients', async () => {
      const agent = new Agent({ keepAlive: true });
      await attach(agent);
      docker('stop', '--time', '120', container());
      expect(docker('inspect', '--format', '{{.State.ExitCode}}', container()).out).toBe('0');
      agent.destroy();
    });
  });
