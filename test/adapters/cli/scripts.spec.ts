import { join } from 'node:path';
import type { ImportAnswer, Progress, VerifyAnswer } from '../../../src/adapters/control/control.port';
import type { VolumeReport } from '../../../src/projections/reports/volume.document';
import { importFormats } from '../../../src/adapters/import/formats';
import { type } from './terminal';

const token = {
  id: 't-1',
  user: 'u-1',
  label: 'nightly import',
  scope: ['import'],
  createdAt: '2026-11-23T10:00:00.000Z',
  expiresAt: '2027-02-21T10:00:00.000Z',
  lastUsedAt: null,
};
const imported: ImportAnswer = {
  encoding: 'utf-8',
  separator: ',',
  rows: 28_071,
  tickets: 3_931,
  commands: 61_110,
  facts: 60_000,
  repeated: 0,
  refusals: 0,
  refused: {},
  seconds: 41.25,
};
const sound: VerifyAnswer = {
  ...{ facts: 1_200, streams: 3, boxes: 1, erased: 0, problems: [], passedOver: [], log: '/data/log.db' },
  access: { entries: 5, chains: 1, removed: 2, problems: [] },
};

describe('npm run token', () => {
  it('create passes its arguments on, without a scope by default, and shows the secret once', async () => {
    const asked: unknown[] = [];
    const create = (wish: unknown) => Promise.resolve((asked.push(wish), { ...token, secret: 'dkt_secret' }));
    const { out } = await type('token create --user anna@example.org --label "nightly import"', {
      methods: { 'token.create': create },
    });
    await type('token create --user u --label l --days 7 --scope "import, report.read"', { methods: { 'token.create': create } });
    expect(asked).toEqual([
      { user: 'anna@example.org', label: 'nightly import', scope: null },
      { user: 'u', label: 'l', days: 7, scope: ['import', 'report.read'] },
    ]);
    expect(out).toContain('token:   dkt_secret\n');
    expect(out).toContain('Copy the token now');
  });

  it('list shows one line per token, with the name of its user if known', async () => {
    const { out } = await type('token list', {
      methods: {
        'token.list': () =>
          Promise.resolve({
            tokens: [
              { ...token, name: 'Anna Berg' },
              { ...token, name: null },
            ],
          }),
      },
    });
    expect(out.split('\n')).toEqual([
      'id   user       label           scope   expires                   last used',
      't-1  Anna Berg  nightly import  import  2027-02-21T10:00:00.000Z  –',
      't-1  u-1        nightly import  import  2027-02-21T10:00:00.000Z  –',
      '',
    ]);
  });

  it('revoke names the revoked token', async () => {
    const revoke = ({ id }: { id: string }) => Promise.resolve({ id, revoked: true } as const);
    expect((await type('token revoke t-1', { methods: { 'token.revoke': revoke } })).out).toContain('Token t-1 is revoked');
  });
});

describe('npm run import', () => {
  const stoodBefore = process.env['INIT_CWD'];
  beforeEach(() => {
    process.env['INIT_CWD'] = __dirname; // where npm was called
  });
  afterEach(() => {
    process.env['INIT_CWD'] = stoodBefore;
    if (stoodBefore === undefined) delete process.env['INIT_CWD'];
  });

  it("resolves the path from the caller's folder and prints the counts", async () => {
    const asked: unknown[] = [];
    const methods = { import: (wish: unknown) => Promise.resolve((asked.push(wish), imported)) };
    const { code, out } = await type('import servicenow terminal.ts', { methods });
    expect(asked).toEqual([{ format: 'servicenow', file: join(__dirname, 'terminal.ts') }]);
    expect(out).toContain('rows:            28,071\n');
    expect(out).toContain('refusals:        0\n');
    expect(code).toBe(0);
  });

  it('exits with 1 after refusals, with reasons and examples', async () => {
    const example = { ticket: 'INC1', row: 7, command: 'CloseTicket', detail: 'A solution is missing.' };
    const answer = { ...imported, refusals: 2, refused: { 'gate-not-met': { count: 2, examples: [example] } } };
    const { code, out } = await type('import servicenow terminal.ts', { methods: { import: () => Promise.resolve(answer) } });
    expect(code).toBe(1);
    expect(out).toContain('2 refusals "gate-not-met", for example:\n');
    expect(out).toMatch(/INC1 +7 +CloseTicket +A solution is missing\./);
  });

  it('shows the call of every format', async () => {
    const { out } = await type('import --help');
    for (const { name } of importFormats) expect(out).toContain(`npm run import -- ${name} <file>`);
  });

  it('prints its progress to standard error every three seconds when there is no terminal', async () => {
    let now = 0;
    const work = (_: unknown, progress: Progress): Promise<ImportAnswer> => {
      for (const done of [1_000, 2_000, 3_000, 4_000]) {
        now += 1_600;
        progress({ done, total: 28_071, unit: 'rows' });
      }
      return Promise.resolve(imported);
    };
    const { err } = await type('import servicenow terminal.ts', { methods: { import: work }, millis: () => now });
    expect(err).toBe('2,000 of 28,071 rows\n4,000 of 28,071 rows\n');
  });
});

describe('npm run verify', () => {
  it('reports an intact log', async () => {
    const { code, out } = await type('verify', { methods: { verify: () => Promise.resolve(sound) } });
    expect(out).toBe(
      'The log is intact: 1,200 facts in 3 streams, 1 box, 0 of them erased.\nThe access log is intact: 5 entries, 2 older ones removed when their time was over.\n',
    );
    expect(code).toBe(0);
  });

  it('reports the altered fact and exits with 1', async () => {
    const problems = [{ stream: 'ticket-1', revision: 4, what: 'its content does not match its hash' }];
    const { code, out } = await type('verify', { methods: { verify: () => Promise.resolve({ ...sound, problems }) } });
    expect(out).toMatch(/ticket-1 +4 +its content does not match its hash\n/);
    expect(out).toContain('The log is NOT intact: 1 stream of 3 differs from the record.');
    expect(code).toBe(1);
  });

  it('reports the altered entry of the access log and exits with 1', async () => {
    const access = { ...sound.access, problems: [{ chain: 'c1', index: 4, what: 'it does not continue the chain' }] };
    const { code, out } = await type('verify', { methods: { verify: () => Promise.resolve({ ...sound, access }) } });
    expect([code, out]).toEqual([
      1,
      expect.stringMatching(/c1 +4 +it does not continue the chain\nThe access log is NOT intact/),
    ]);
  });
});

describe('npm run rebuild', () => {
  it('shows progress in percent only', async () => {
    let now = 0;
    const rebuild = (_: unknown, progress: Progress): Promise<{ rebuilt: [] }> => {
      now += 3_000;
      progress({ done: 41, total: 100, unit: 'percent', on: 'all' });
      return Promise.resolve({ rebuilt: [] });
    };
    expect((await type('rebuild all', { methods: { rebuild }, millis: () => now })).err).toBe('all: 41 %\n');
  });

  it('prints what was rebuilt and how long it took', async () => {
    const rebuild = () => Promise.resolve({ rebuilt: [{ projection: 'ticket-list', version: 2, facts: 70_000, seconds: 1.5 }] });
    const { out } = await type('rebuild ticket-list', { methods: { rebuild } });
    expect(out).toMatch(/ticket-list +2 +70,000 +1\.5\n1 projection rebuilt\.\n/);
  });
});

describe('npm run erase-watcher', () => {
  it('prints the number of tickets that had the address', async () => {
    const asked: unknown[] = [];
    const answers = [2, 0];
    const erase = (wish: unknown) => Promise.resolve((asked.push(wish), { tickets: answers.shift() ?? 0 }));
    const run = (line: string) => type(line, { methods: { 'erase-watcher': erase } });
    expect((await run('erase-watcher ada@post.example')).out).toBe('Erased this address from 2 tickets.\n');
    expect((await run('erase-watcher ada@post.example')).out).toBe('No ticket has this address.\n');
    expect((await run('erase-watcher')).err).toContain('Give one e-mail address.');
    expect(asked).toEqual(Array(2).fill({ email: 'ada@post.example' }));
  });
});

describe('npm run status', () => {
  const status = (failure: string | null, parked = 0) => ({
    status: () =>
      Promise.resolve({
        version: '0.1.0',
        log: 'SQLite 3.50',
        logId: 'l-1',
        facts: 12,
        dataFolder: '/srv/docket',
        ...{ parked, damages: [] },
        projections: [{ name: 'ticket-list', version: 1, state: failure === null ? 'live' : 'stopped', behind: 0, failure }],
      }),
  });

  it('shows every read model and its lag', async () => {
    const { code, out } = await type('status', { methods: status(null) });
    expect(out).toContain('data folder: /srv/docket\n');
    expect(out).toMatch(/ticket-list +1 +live +0 +–\n/);
    expect(code).toBe(0);
  });

  it('exits with 1 when one has stopped, for a watchdog', async () => {
    const { code, out } = await type('status', { methods: status('ticket-list: cannot fold TicketOpened at 7') });
    expect(out).toContain('cannot fold TicketOpened at 7');
    expect(code).toBe(1);
  });

  it('exits with 1 when facts are parked, and says what to do', async () => {
    const { code, out } = await type('status', { methods: status(null, 2) });
    expect(out).toMatch(/^parked: +2$[^]*"npm run retry" retries them/m);
    expect(code).toBe(1);
  });
});

describe('npm run retry', () => {
  const failed = {
    ...{ reactor: 'when-merge-agreed-link-both-tickets', type: 'MergeAgreed', stream: 'merges-7', revision: 3 },
    ...{ attempts: 6, error: 'no such ticket' },
  };
  const retry = (left: readonly (typeof failed)[]) => ({ retry: () => Promise.resolve({ done: 2, left }) });

  it('prints the number of facts done', async () => {
    const { code, out } = await type('retry', { methods: retry([]) });
    expect([code, out]).toEqual([0, '2 parked facts done.\n']);
  });

  it('exits with 1 when one failed again, with the reason', async () => {
    const { code, out } = await type('retry', { methods: retry([failed]) });
    expect(out).toMatch(/^2 parked facts done\. 1 failed again:\n[^]*merges-7 +3 +6 +no such ticket\n$/);
    expect(code).toBe(1);
  });
});

describe('npm run report -- volume', () => {
  const week = (name: string, opened: number, openAtEnd: number) => ({ week: name, opened, finallyClosed: 0, openAtEnd });
  const none = { n: 0, mean: null, median: null, p90: null, max: null };
  const report = {
    tickets: 2,
    status: { open: 2, closed: 0 },
    reopens: { total: 0 },
    teamMoves: { total: 0 },
    priorities: { changesTotal: 0 },
    hours: { toFirstSolved: none, toLastSolved: none, toLastClosed: none },
    weekly: [
      week('2016-W52', 1, 1),
      week('2017-W01', 0, 1),
      week('2017-W02', 0, 1),
      week('2017-W03', 0, 1),
      week('2017-W04', 1, 2),
    ],
    top: { callers: [], solvers: [{ id: 'u-1', name: 'Anna Berg', count: 1 }] },
  } as unknown as VolumeReport;
  const text = async (asked: Partial<VolumeReport> = {}): Promise<string> =>
    (await type('report volume', { methods: { 'report.volume': () => Promise.resolve({ ...report, ...asked }) } })).out;

  it('merges three or more weeks without changes into one line', async () => {
    expect(await text()).toContain(
      [
        '2016-W52                   1                0                1',
        '2017-W01 to 2017-W03       0                0                1',
        '2017-W04                   1                0                2',
      ].join('\n'),
    );
  });

  it('shows two weeks without changes as they are', async () => {
    expect(await text({ weekly: report.weekly.slice(0, 3) })).toMatch(/^2017-W01 +0 +0 +1\n2017-W02 +0 +0 +1$/m);
  });

  it('prints "none" for an empty ranking', async () => {
    expect(await text()).toContain('Most frequent callers\nnone\n\nMost frequent solvers\nAnna Berg: 1\n');
  });
});
