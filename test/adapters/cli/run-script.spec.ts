import { DomainError, reject } from '../../../src/domain/kernel/errors';
import { scripts } from '../../../src/adapters/cli/scripts';
import { type } from './terminal';

const noTokens = { 'token.list': () => Promise.resolve({ tokens: [] }) };

describe('npm run <script>', () => {
  it('asks the running server', async () => {
    expect(await type('token list', { methods: noTokens })).toEqual({
      code: 0,
      out: 'There are no tokens.\n',
      err: '',
      ways: ['server', 'server closed'],
    });
  });

  it.each([
    ['token list', 'administrator@localhost'],
    ['token list --user ben@lighthouse.example', 'ben@lighthouse.example'],
  ])('shows how to create the first token if there is none: %s', async (line, user) => {
    const methods = { 'token.list': () => Promise.resolve({ tokens: [], first: 'administrator@localhost' }) };
    const { code, out } = await type(line, { methods });
    expect([code, out]).toEqual([0, expect.stringContaining(`create --user ${user} --label "<purpose>"`)]);
  });

  it('opens the stores itself if no server runs', async () => {
    const heard = await type('token list', { methods: noTokens, server: false });
    expect(heard.ways).toEqual(['in process', 'in process closed']);
    expect(heard.code).toBe(0);
  });

  it('exits with 1 and one readable paragraph when the data folder is in use', async () => {
    const locked = 'The data folder /srv/docket is in use by process 4711. Stop it, or set another DATA_DIR.';
    expect(await type('status', { server: false, locked })).toEqual({ code: 1, out: '', err: `${locked}\n`, ways: [] });
  });

  it('prints only JSON to standard output with --json', async () => {
    const { out, err } = await type('token list --json', { methods: noTokens });
    expect(JSON.parse(out)).toEqual({ tokens: [] });
    expect(err).toBe('');
  });

  it('exits with 1 on a refusal, lists its fields, and closes the stores', async () => {
    const refuse = (): Promise<never> =>
      Promise.reject(
        new DomainError('invalid', 'The scope is wrong.', { errors: [{ field: 'scope[0]', message: 'no such permission' }] }),
      );
    const { code, err, ways } = await type('token create --user u --label l --scope x', { methods: { 'token.create': refuse } });
    expect({ code, err }).toEqual({ code: 1, err: 'The scope is wrong.\n  scope[0]: no such permission\n' });
    expect(ways).toEqual(['server', 'server closed']);
  });

  it('exits with 1 on an unexpected error, without a stack trace', async () => {
    const { code, err } = await type('status', { methods: { status: () => Promise.reject(new Error('disk I/O error')) } });
    expect({ code, err }).toEqual({ code: 1, err: 'disk I/O error\n' });
  });

  it('exits with 130 when interrupted', async () => {
    const interrupt = new AbortController();
    const verify = (): Promise<never> => {
      interrupt.abort();
      return Promise.resolve().then(() => reject('unavailable', 'Stopped.'));
    };
    expect(await type('verify', { methods: { verify }, signal: interrupt.signal })).toMatchObject({ code: 130 });
  });

  it.each(['', 'frobnicate', 'constructor'])(
    'exits with 2 for an unknown script and lists the known ones: "%s"',
    async (line) => {
      const { code, err, ways } = await type(line);
      expect(code).toBe(2);
      for (const { usage } of scripts) expect(err).toContain(usage[0]);
      expect(ways).toEqual([]);
    },
  );

  it.each(['--help', '-h', 'help'])('lists the scripts: %s', async (line) => {
    const { code, out, ways } = await type(line);
    for (const { usage } of scripts) expect(out).toContain(usage[0]);
    expect({ code, ways }).toEqual({ code: 0, ways: [] });
  });

  it.each([
    ['status --loud', "Unknown option '--loud'"],
    ['status now', 'status takes no arguments'],
    ['verify ticket-1', 'verify takes no arguments'],
    ['token', 'Use create, list, or revoke'],
    ['token revoke', 'Use create, list, or revoke'],
    ['token create --user u', 'needs --user and --label'],
    ['token create --user u --label', "Option '--label <value>' argument missing"],
    ['token create --user u --label l --days 0', '--days must be a whole number from 1 to 9999'],
    ['token create --user u --label l --days 1.5', '--days must be a whole number from 1 to 9999'],
    ['import servicenow', 'Give a format and one file'],
    ['import servicenow /no/such/file.csv', 'The file /no/such/file.csv does not exist.'],
    ['import servicenow /tmp', '/tmp is not a file'],
    ['report', 'The only report is volume'],
    ['report speed', 'The only report is volume'],
    ['rebuild', 'Give the name of one projection, or all'],
  ])('exits with 2 on wrong usage, with the error and the usage: %s', async (line, complaint) => {
    const { code, out, err, ways } = await type(line);
    expect(err).toContain(complaint);
    expect(err).toContain(`Usage:\n  npm run ${line.split(' ', 1)[0] ?? ''}`);
    expect({ code, out, ways }).toEqual({ code: 2, out: '', ways: [] });
  });

  it.each(scripts.map(({ name }) => name))('explains itself with --help: %s', async (name) => {
    const { code, out, ways } = await type(`${name} --help`);
    expect(out).toContain('Usage:\n  npm run ');
    expect({ code, ways }).toEqual({ code: 0, ways: [] });
  });
});
