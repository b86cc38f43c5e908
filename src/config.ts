/** Everything an operator may set, from the environment and nowhere else. The README's table is made from this one. */
interface Setting<T> {
  readonly means: string;
  readonly default: string;
  /** Answers the value, or says in words what is allowed. */
  readonly read: (text: string) => T | { readonly problem: string };
  /** May hold a password: never shown. */
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

/** Of a setting that names no server: everything stays in the data folder. */
export const embedded = 'embedded';

const server =
  (...schemes: readonly string[]) =>
  (value: string): string | { problem: string } =>
    value === embedded || schemes.some((scheme) => value.startsWith(scheme))
      ? value
      : { problem: `must be ${embedded} or begin with ${schemes.join(' or ')}` };

/** As in addresses.ts. */
const eventStore = (value: string): string | { problem: string } =>
  server('esdb://', 'esdb+discover://')(value.replace(/^kurrentdb(?=(\+discover)?:)/, 'esdb'));

const setting = <T>(value: Setting<T>): Setting<T> => value;

export const settings = {
  PORT: setting({ means: 'TCP port; 0 takes a free one', default: '3000', read: integer(0, 65_535) }),
  HOST: setting({ means: 'address to listen on', default: '127.0.0.1', read: text(255) }),
  DATA_DIR: setting({ means: 'folder of everything that is stored', default: 'data', read: text(4_096) }),
  NODE_ENV: setting({
    means: '`production` makes no demo organisations',
    default: 'development',
    read: oneOf('development', 'production', 'test'),
  }),
  LOG_LEVEL: setting({
    means: 'least severe log line that is written',
    default: 'info',
    read: oneOf('fatal', 'error', 'warn', 'info', 'debug', 'trace', 'silent'),
  }),
  DOCKET_ROOT_ORGANISATION: setting({
    means: 'name of the root organisation, used once, on an empty data folder',
    default: 'Head Office',
    read: text(200),
  }),
  EVENTSTORE_URL: setting({
    means: 'where the log is: `embedded` in the data folder, or in EventStoreDB at `esdb://user:password@host:2113`',
    default: embedded,
    read: eventStore,
    secret: true,
  }),
  MONGODB_URL: setting({
    means:
      'where read models, operations, keys and files are: `embedded` in the data folder, or in MongoDB at `mongodb://user:password@host:27017/name`',
    default: embedded,
    read: server('mongodb://', 'mongodb+srv://'),
    secret: true,
  }),
  METRICS: setting({
    means:
      'who may read `/metrics`: `on` whoever reaches the port, `off` nobody, else the bearer token that must be sent (16 to 200 characters)',
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
    super(['The settings do not fit:', ...problems.map((problem) => `  - ${problem}`)].join('\n'));
    this.name = 'ConfigProblems';
  }
}

/**
 * Names without our prefix are shared with every other program on the machine, so only `DOCKET_…` can be told to be unknown.
 * @throws {ConfigProblems} with all problems at once
 */
export function readConfig(environment: Readonly<Record<string, string | undefined>>): Config {
  const problems = Object.keys(environment)
    .filter((name) => name.startsWith('DOCKET_') && !(name in settings))
    .map((name) => `${name} is not a setting; known are ${Object.keys(settings).join(', ')}`);
  const config: Record<string, string | number> = {};
  for (const [name, { read, default: fallback, secret }] of Object.entries(settings)) {
    const given = environment[name];
    const value = read(given === undefined || given === '' ? fallback : given);
    if (typeof value === 'object')
      problems.push(`${name} ${value.problem}${secret === true ? '' : `; it is ${JSON.stringify(given)}`}`);
    else config[name] = value;
  }
  if (problems.length > 0) throw new ConfigProblems(problems);
  return Object.freeze(config) as Config;
}
