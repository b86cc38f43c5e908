import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { Script } from 'node:vm';
import { parse } from 'yaml';
import { parseAddresses } from '../../src/operations/addresses';
import { readConfig, settings } from '../../src/config';

// Checks these files like hadolint and `docker compose config`, without a Docker engine. Checks that need an engine are in
// test/servers/image.spec.ts, and docs/operations.md lists those that need the real servers.

const root = join(__dirname, '../..');
const read = (path: string): string => readFileSync(join(root, path), 'utf8');

interface Instruction {
  readonly word: string;
  readonly rest: string;
}
const instructions: readonly Instruction[] = read('docker/Dockerfile')
  .replace(/^#.*$/gm, '')
  .replace(/\\\n/g, ' ')
  .split('\n')
  .flatMap((line) => {
    const [, word, rest] = /^([A-Z]+)\s+(.*)$/.exec(line.trim()) ?? [];
    return word === undefined || rest === undefined ? [] : [{ word, rest: rest.replace(/\s+/g, ' ') }];
  });
const all = (word: string): readonly string[] => instructions.filter((one) => one.word === word).map(({ rest }) => rest);
/** The production stage. The last stage adds a browser. */
const final = instructions.slice(instructions.findIndex(({ word, rest }) => word === 'FROM' && rest.endsWith(' AS lean')));
const last = (word: string): string =>
  final
    .filter((one) => one.word === word)
    .map(({ rest }) => rest)
    .at(-1) ?? '';

describe('docker/Dockerfile', () => {
  it('builds from one Debian slim image of an exact version, with a Node that package.json accepts', () => {
    const [first, ...others] = all('FROM').map((from) => from.replace(/ AS .*$/, ''));
    expect(first).toMatch(/^node:\d+\.\d+\.\d+-[a-z]+-slim$/);
    expect(others).toEqual([first, 'lean']);
    const { engines } = JSON.parse(read('package.json')) as { engines: { node: string } };
    const comparable = (version: string): string => version.replace(/\d+/g, (part) => part.padStart(4, '0'));
    const given = /\d+\.\d+/.exec(first ?? '')?.[0] ?? '';
    expect(comparable(given) >= comparable(engines.node.slice(2))).toBe(true);
  });

  it('runs unprivileged under tini, with a health check', () => {
    expect(last('USER')).toBe('node');
    expect(JSON.parse(last('ENTRYPOINT'))).toEqual(['/usr/bin/tini', '--']);
    expect(last('HEALTHCHECK')).toMatch(/--interval=.* CMD \["node", "-e", ".*\/health\/ready/);
    const [, script] = /CMD (\[.*\])$/.exec(last('HEALTHCHECK')) ?? [];
    expect(() => new Script((JSON.parse(script ?? '[]') as string[])[2] ?? 'not: a: script')).not.toThrow();
  });

  it('starts the same file as `npm start`, with known settings', () => {
    const [node, flag, file] = JSON.parse(last('CMD')) as string[];
    expect((JSON.parse(read('package.json')) as { scripts: { start: string } }).scripts.start).toBe(
      `${node ?? ''} ${flag ?? ''} bin/start.mjs`,
    );
    expect(read('bin/start.mjs')).toContain(`runBuilt('${(file ?? '').replace('dist/', '')}')`);
    expect(existsSync(join(root, (file ?? '').replace('dist', 'src').replace('.js', '.ts')))).toBe(true);
    const environment = Object.fromEntries(
      last('ENV')
        .split(' ')
        .map((pair) => pair.split('=') as [string, string]),
    );
    expect(Object.keys(environment).filter((name) => !(name in settings))).toEqual([]);
    expect(readConfig(environment)).toMatchObject({ NODE_ENV: 'production', DATA_DIR: last('VOLUME') });
  });

  it('downloads nothing by address, pins packages, and leaves no package lists', () => {
    expect(all('ADD')).toEqual([]);
    for (const run of all('RUN').filter((one) => one.includes('apt-get'))) {
      expect(run).toMatch(/apt-get update && apt-get install --yes --no-install-recommends/);
      expect(run).toContain('rm -rf /var/lib/apt/lists/*');
      const packages = /--no-install-recommends (.*?) &&/.exec(run)?.[1]?.split(' ') ?? [];
      expect(packages.filter((one) => one !== 'chromium' && !/^'[a-z0-9+-]+=[\d.:*-]+'$/.test(one))).toEqual([]);
    }
    expect(all('RUN').join(' ')).not.toMatch(/\b(sudo|curl|wget)\b|npm install/);
  });

  it('allows the same install scripts as package.json', () => {
    const { allowScripts } = JSON.parse(read('package.json')) as { allowScripts: Record<string, boolean> };
    const { packages } = JSON.parse(read('package-lock.json')) as { packages: Record<string, Locked> };
    const wanted = Object.entries(packages)
      .filter(([, { dev, hasInstallScript }]) => hasInstallScript === true && dev !== true)
      .map(([path]) => path.replace('node_modules/', ''))
      .filter((name) => allowScripts[name]);
    expect(all('RUN').join(' ')).toContain('npm ci --ignore-scripts');
    expect(all('RUN').join(' ')).toContain(`npm rebuild ${wanted.join(' ')} --`);
  });

  it('copies existing files only, and .dockerignore excludes all others', () => {
    const named = all('COPY')
      .filter((copy) => !copy.startsWith('--from='))
      .flatMap((copy) => copy.split(' ').slice(0, -1));
    const copied = [...new Set(named)];
    expect(copied.filter((path) => !existsSync(join(root, path)))).toEqual([]);
    const ignored = read('.dockerignore')
      .split('\n')
      .filter((line) => line !== '' && !line.startsWith('#'));
    expect(ignored[0]).toBe('*');
    expect(ignored.slice(1).sort()).toEqual(copied.map((path) => `!${path}`).sort());
  });
});

interface Locked {
  readonly dev?: boolean;
  readonly hasInstallScript?: boolean;
}
interface Service {
  readonly image?: string;
  readonly build?: { readonly context: string; readonly dockerfile: string };
  readonly environment?: Readonly<Record<string, string>>;
  readonly volumes?: readonly string[];
  readonly ports?: readonly string[];
  readonly read_only?: boolean;
  readonly depends_on?: Readonly<Record<string, { readonly condition: string }>>;
  readonly healthcheck?: object;
  readonly restart?: string;
  readonly deploy?: { readonly resources: { readonly limits: { readonly memory: string } } };
}
interface Compose {
  readonly services: Readonly<Record<string, Service>>;
  readonly volumes: Readonly<Record<string, null>>;
}

describe.each(['docker/compose.yml', 'docker/compose.production.yml'])('%s', (path) => {
  const compose = parse(read(path), { strict: true, uniqueKeys: true }) as Compose;
  const services = Object.entries(compose.services);
  const app = compose.services['docket'] as Service;

  it('uses members of the Compose Specification only', () => {
    const known =
      'build image read_only tmpfs cap_drop security_opt ports environment volumes depends_on healthcheck deploy logging stop_grace_period restart user entrypoint command profiles';
    expect(Object.keys(compose).sort()).toEqual(['name', 'services', 'volumes']);
    expect(services.flatMap(([, service]) => Object.keys(service)).filter((key) => !known.split(' ').includes(key))).toEqual([]);
  });

  it('pins every image, limits the memory of every service, and publishes ports to this machine only', () => {
    for (const [name, { image = '', build, deploy, ports = [] }] of services) {
      if (build === undefined) expect([name, image]).toEqual([name, expect.stringMatching(/:v?\d+\.\d+\.\d+/)]);
      expect([name, deploy?.resources.limits.memory]).toEqual([name, expect.stringMatching(/^\d+[mg]$/)]);
      expect(ports.filter((port) => !port.startsWith('127.0.0.1:'))).toEqual([]);
    }
  });

  it('refers to existing volumes and services, and waits for services with a health check', () => {
    const mounted = services.flatMap(([, { volumes = [] }]) => volumes.map((volume) => volume.split(':')[0] ?? ''));
    expect([...new Set(mounted)].sort()).toEqual(Object.keys(compose.volumes).sort());
    for (const [, { depends_on: needs = {} }] of services) {
      for (const [needed, { condition }] of Object.entries(needs)) {
        const other = compose.services[needed] as Service;
        expect(condition === 'service_healthy' ? other.healthcheck : (other.restart ?? 'ends')).toBeDefined();
      }
    }
  });

  it('gives the app valid settings, a read-only root and one writable folder', () => {
    const filled = Object.entries(app.environment ?? {}).map(([name, value]): [string, string] => [
      name,
      value.replace(/\$\{\w+:-([^}]*)\}/g, '$1').replace(/\$\{\w+:\?[^}]*\}/g, 'SecretOfSomeLength'),
    ]);
    expect(filled.filter(([name]) => !(name in settings))).toEqual([]);
    expect(() => readConfig(Object.fromEntries(filled))).not.toThrow();
    expect([app.read_only, app.volumes?.[0]]).toEqual([true, 'data:/data']);
    expect(existsSync(join(root, 'docker', app.build?.context ?? '', app.build?.dockerfile ?? ''))).toBe(true);
    const servers = filled.filter(([name]) => name.endsWith('_URL')).map(([, value]) => value);
    const place = parseAddresses([...servers, 'files:/data'], '/');
    expect(place).toMatchObject({ DATA_DIR: '/data', ...Object.fromEntries(filled.filter(([name]) => name.endsWith('_URL'))) });
  });
});
