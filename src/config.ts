import { unnamedRoot } from './domain/people/unnamed-root';

/** All settings. They come from the environment only. The README's table is checked against this list. */
interface Setting<T> {
  readonly means: string;
  readonly default: string;
  /** Returns the value, or a description of what is allowed. */
  readonly read: (text: string) => T | { readonly problem: string };
  /** May contain a password, so it is never printed. */
  readonly secret?: true;
}

const oneOf =
  <T extends string>(...allowed: readonly T[]) =>
  (text: string): T | { problem: string } =>
    allowed.find((value) => value === text) ?? { problem: `must be one of ${allowed.join(', ')}` };

const integer =
  (from: number, to: number) =>
  (text: string): number | { problem: string } =>
    /^\d{1,9}$/.test(text) && Number(text) >= from && Number(text) <= to
      ? Number(text)
      : { problem: `must be a whole number from ${from} to ${to}` };

const text =
  (max: number) =>
  (value: string): string | { problem: string } =>
    value.trim() !== '' && value.length <= max ? value.trim() : { problem: `must have 1 to ${max} characters` };

/** Value of a server setting that keeps the data in the data folder. */
export const embedded = 'embedded';

const server =
  (...schemes: readonly string[]) =>
  (value: string): string | { problem: string } =>
    value === embedded || schemes.some((scheme) => value.startsWith(scheme))
      ? value
      : { problem: `must be ${embedded} or begin with ${schemes.join(' or ')}` };

/** Accepts the newer scheme, as in addresses.ts. */
const eventStore = (value: string): string | { problem: string } =>
  server('esdb://', 'esdb+discover://')(value.replace(/^kurrentdb(?=(\+discover)?:)/, 'esdb'));

const proxies = (value: string): string | number | false | { problem: string } => {
  if (value === 'off') return false;
  if (/^[1-9]$/.test(value)) return Number(value);
  const isList = value.split(',').every((one) => /^(loopback|linklocal|uniquelocal|[0-9a-f.:]+(\/\d{1,3})?)$/i.test(one.trim()));
  return isList ? value : { problem: 'must be off, a number from 1 to 9, or addresses separated by commas' };
};

const setting = <T>(value: Setting<T>): Setting<T> => value;

export const settings = {
  PORT: setting({ means: 'TCP port; 0 chooses a free one', default: '3000', read: integer(0, 65_535) }),
  HOST: setting({ means: 'address to listen on', default: '127.0.0.1', read: text(255) }),
  DATA_DIR: setting({ means: 'folder for all stored data', default: 'data', read: text(4_096) }),
  NODE_ENV: setting({
    means: '`production` creates no demo',
    default: 'development',
    read: oneOf('development', 'production', 'test'),
  }),
  DEMO: setting({
    means:
      'what a first start outside production creates: `full` (companies, people and 200 tickets), `small` (companies and people) or `none`',
    default: 'full',
    read: oneOf('full', 'small', 'none'),
  }),
  LOG_LEVEL: setting({
    means: 'minimum level of log lines',
    default: 'info',
    read: oneOf('fatal', 'error', 'warn', 'info', 'debug', 'trace', 'silent'),
  }),
  DOCKET_ROOT_ORGANISATION: setting({
    means: 'name of the root organisation, used only when the data folder is empty',
    default: unnamedRoot,
    read: text(200),
  }),
  EVENTSTORE_URL: setting({
    means: 'store of the log: `embedded` (in the data folder) or EventStoreDB at `esdb://user:password@host:2113`',
    default: embedded,
    read: eventStore,
    secret: true,
  }),
  MONGODB_URL: setting({
    means:
      'store of read models, operations, keys and files: `embedded` (in the data folder) or MongoDB at `mongodb://user:password@host:27017/name`',
    default: embedded,
    read: server('mongodb://', 'mongodb+srv://'),
    secret: true,
  }),
  CLAMD_URL: setting({
    means:
      'ClamAV that scans attached files, at `tcp://host:3310` or `unix:/path/to/clamd.ctl`; `off`: they are shown as *not scanned*',
    default: 'off',
    read: (value) =>
      value === 'off' || /^(tcp:\/\/(\[[0-9a-f:.]+\]|[\w.-]+):\d{1,5}|unix:\/[^\0]{1,100})$/i.test(value)
        ? value
        : { problem: 'must be off, or begin with tcp:// and name host and port, or be unix: and the path of a socket' },
  }),
  PUBLIC_URL: setting({
    means:
      'address at which people reach the desk, for what leaves it, such as the code on a dossier; `off`: `http://localhost:<PORT>`',
    default: 'off',
    read: (value) =>
      value === 'off' || /^https?:\/\/[^\s/]+(\/[^\s]*[^\s/])?$/.test(value)
        ? value
        : { problem: 'must be off, or begin with http:// or https:// and not end with /' },
  }),
  TRUST_PROXY: setting({
    means:
      'whose `X-Forwarded-*` headers are taken: `off`, the number of proxies in front, or their addresses, separated by commas. Needed behind TLS',
    default: 'off',
    read: proxies,
  }),
  ACCESS_LOG_DAYS: setting({
    means: 'days that entries of the access log are kept: who signed in, and who looked at what',
    default: '365',
    read: integer(1, 36_500),
  }),
  METRICS: setting({
    means:
      'access to `/metrics`: `on` (public), `off` (disabled), or a bearer token of 16 to 200 characters that clients must send',
    default: 'on',
    read: (value) =>
      /^(on|off|[\x21-\x7e]{16,200})$/.test(value) ? value : { problem: 'must be on, off, or a token of 16 to 200 characters' },
    secret: true,
  }),
} as const;

type Name = keyof typeof settings;
type Read<K extends Name> = Exclude<ReturnType<(typeof settings)[K]['read']>, { problem: string }>;

export type Config = Readonly<{ [K in Name]: Read<K> }>;

export class ConfigProblems extends Error {
  constructor(readonly problems: readonly string[]) {
    super(['Some settings are invalid:', ...problems.map((problem) => `  - ${problem}`)].join('\n'));
    this.name = 'ConfigProblems';
  }
}

/**
 * Reports unknown names only if they start with `DOCKET_`, because other programs share the environment.
 * @throws {ConfigProblems} with all problems at once
 */
export function readConfig(environment: Readonly<Record<string, string | undefined>>): Config {
  const problems = Object.keys(environment)
    .filter((name) => name.startsWith('DOCKET_') && !(name in settings))
    .map((name) => `${name} is not a setting. The settings are ${Object.keys(settings).join(', ')}`);
  const config: Record<string, string | number | boolean> = {};
  for (const [name, { read, default: fallback, secret }] of Object.entries(settings)) {
    const given = environment[name];
    const value = read(given === undefined || given === '' ? fallback : given);
    if (typeof value === 'object')
      problems.push(`${name} ${value.problem}${secret === true ? '' : `, but is ${JSON.stringify(given)}`}`);
    else config[name] = value;
  }
  if (problems.length > 0) throw new ConfigProblems(problems);
  return Object.freeze(config) as Config;
}
