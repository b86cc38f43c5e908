import { Api } from '../dsl/api';
import { Browser, textOf } from '../dsl/browser';
import { listen } from '../dsl/listening';
import { until } from '../dsl/until';
import { visits } from '../dsl/visits';

// More than anybody ever sends or watches, over the started server.

let api: Api;
beforeAll(async () => {
  api = await Api.start();
});
afterAll(() => api.stop());

const { as, act, open } = visits(() => api);

describe('100,000 tickets selected at once', () => {
  it.each([5_000, 100_000])('are refused with a message, %i of them, and nothing is changed', async (count) => {
    const marie = await as('Marie');
    const form = await marie.open('/tickets/bulk?do=reject&ticket=CT-000001');
    const token = /name="form-token" value="([^"]+)"/.exec(form.html)?.[1] ?? '';
    const facts = await api.facts();
    const many = Array.from({ length: count }, (_, at): [string, string] => ['ticket', `CT-${100_000 + at}`]);
    const refused = await marie.post('/tickets/bulk/reject', [['form-token', token], ['key', 'many'], ['reason', 'x'], ...many]);
    expect([refused.status, textOf(refused.html)]).toEqual([
      count === 5_000 ? 422 : 413,
      expect.stringMatching(/At most 200 tickets|too large|too much/i),
    ]);
    expect([await api.facts(), (await marie.open('/tickets')).status]).toEqual([facts, 200]);
  });

  it('are refused in the URL, too', async () => {
    const marie = await as('Marie');
    const many = Array.from({ length: 600 }, (_, at) => `ticket=CT-${100_000 + at}`).join('&');
    const refused = await marie.open(`/tickets/bulk?do=reject&${many}`);
    expect([refused.status, textOf(refused.html)]).toEqual([422, expect.stringContaining('At most 200 tickets')]);
  });
});

/** Somebody of the partner, who signed in. */
async function agent(n: number, organisation: string): Promise<Browser> {
  const admin = api.as('Administrator');
  const { body } = await admin.post('users', { name: `Agent ${n}`, email: `agent${n}@crowd.example`, organisation });
  const { id = '' } = body;
  for (const side of ['organisation', 'vendor']) await admin.post(`users/${id}/approve`, { side });
  await admin.post(`users/${id}/grant-role`, { role: 'agent' });
  const browser = new Browser(api.url);
  browser.cookies.set('docket', (await api.docket.signIn.sessions.create(id, 'crowd')).secret);
  return browser;
}

describe('two hundred viewers of one ticket', () => {
  it('all get each change, and do not delay a shutdown', async () => {
    const number = await open('Ben');
    const { organisation: harbour = '' } = (await api.as('Anja').get('me')).body;
    const agents: Browser[] = [];
    for (let n = 0; n < 20; n += 1) agents.push(await agent(n, harbour));
    const lines = await Promise.all(
      agents.flatMap((browser) => Array.from({ length: 10 }, () => listen(api.url, browser, `/live?ticket=${number}`))),
    );
    expect([lines.length, lines.filter(({ status }) => status !== 200)]).toEqual([200, []]);
    await act('Anja', number, 'change-priority', { priority: 'high' });
    await until(() => lines.every((line) => line.heard().includes('event: changed')));
    expect((await (await as('Anja')).open(`/tickets/${number}`)).status).toBe(200);
    await api.restart();
    await until(() => lines.every((line) => line.isOver()));
  });
});
