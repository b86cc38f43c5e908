import Database from 'better-sqlite3';
import { join } from 'node:path';
import { Api } from '../dsl/api';
import { Browser, textOf, unescaped } from '../dsl/browser';
import { issue, visits } from '../dsl/visits';
import { until } from '../dsl/until';

// Audit, access log and operations in the browser, over the started server.

let api: Api;
beforeAll(async () => {
  api = await Api.start();
});
afterAll(() => api.stop());

const { as, act, leave, open: openWith } = visits(() => api);

const root = 'Administrator';
const open = (title: string): Promise<string> => openWith('Ben', { ...issue, title });

describe('the audit of a ticket', () => {
  it('lists every fact with what changed, replays the ticket as of each, and verifies the chain', async () => {
    const number = await open('A lamp that hums');
    await act('Anja', number, 'change-priority', { priority: 'high' });
    await act('Anja', number, 'revise-details', { title: 'A lamp that sings' });
    const admin = await as(root);
    const { status, html } = await admin.open(`/tickets/${number}/audit`);
    expect(status).toBe(200);
    expect(html).toMatch(/<del>Moderate<\/del>[^]*?<ins>High<\/ins>/);
    expect(textOf(html)).toMatch(/Details corrected .*Priority changed .*Opened/);
    expect(textOf((await admin.open(`/tickets/${number}/audit?at=0`)).html)).toContain('A lamp that hums');
    const filtered = await admin.open(`/tickets/${number}/audit?type=PriorityChanged`);
    expect(filtered.html.match(/<ins>/g)).toHaveLength(1);
    await admin.open(`/tickets/${number}/audit`);
    const verified = await admin.send(`/tickets/${number}/audit/verify`);
    expect([verified.status, textOf(verified.html)]).toEqual([200, expect.stringMatching(/The record holds \d+ facts/)]);
    expect((await admin.open(verified.path)).path).toBe(`/tickets/${number}/audit`);
    const log = await admin.open(`/tickets/${number}/logs`);
    expect(textOf(log.html)).toMatch(/Opened .*Priority changed Priority Moderate → High/);
    expect(log.html).not.toContain('<code>PriorityChanged</code>');
  });

  it('names a fact that was altered outside of the product, and shows the others', async () => {
    const number = await open('A letter that was opened');
    await act('Anja', number, 'change-priority', { priority: 'high' });
    const resume = await api.pause();
    const db = new Database(join(api.folder, 'log.db'));
    const change =
      'UPDATE facts SET content = replace(content, \'"to":"high"\', \'"to":"low"\') WHERE type = \'PriorityChanged\' AND stream IN (SELECT stream FROM facts WHERE content LIKE ?)';
    expect(db.prepare(change).run(`%"number":"${number}"%`).changes).toBe(1);
    db.close();
    await resume();
    leave();
    const admin = await as(root);
    const { status, html } = await admin.open(`/tickets/${number}/audit`);
    expect([status, textOf(html)]).toEqual([200, expect.stringMatching(/Cannot be read .* content does not match/)]);
    const verified = await admin.send(`/tickets/${number}/audit/verify`);
    expect(textOf(verified.html)).toMatch(/Fact \d+ does not hold/);
    expect(textOf((await admin.open(`/tickets/${number}/audit?at=0`)).html)).toContain('A letter that was opened');
  });

  it('gives 404 for a hidden ticket, and 403 without the permission to read the log', async () => {
    const number = await open('Somebody else`s');
    const paths = [`/tickets/${number}/audit`, `/tickets/${number}/audit?at=0`, `/access-log?ticket=${number}`];
    for (const path of paths) {
      expect([path, (await (await as('Sven')).open(path)).status]).toEqual([path, 404]);
      expect([path, (await (await as('Ben')).open(path)).status]).toEqual([path, 403]);
      expect([path, (await (await as('Tomáš')).open(path)).status]).toEqual([path, 404]);
    }
  });
});

describe('the audit of everything', () => {
  it('shows the newest facts only to users who may read the log', async () => {
    const number = await open('A bell that is silent');
    const admin = await as(root);
    await until(async () => (await admin.open('/audit')).html.includes(`/tickets/${number}/audit`));
    expect((await admin.open(`/audit?ticket=${number.toLowerCase()}`)).path).toBe(`/tickets/${number}/audit`);
    for (const path of ['/audit?type=nonsense&from=yesterday&person=x&after=', '/audit?from=2100-01-01'])
      expect([path, (await admin.open(path)).status]).toEqual([path, 200]);
    for (const name of ['Ben', 'Anja', 'Tomáš'])
      expect([name, (await (await as(name)).open('/audit')).status]).toEqual([name, 403]);
  });
});

describe('the access log', () => {
  it('has sign-ins, failed sign-ins, hourly views, files and tokens, but no prefetched page', async () => {
    const number = await open('Watched closely');
    const admin = await as(root);
    await new Browser(api.url).signIn('nobody@example.org', 'wrong password');
    const anja = await as('Anja');
    for (let times = 0; times < 3; times++) await anja.open(`/tickets/${number}`);
    const dieter = await as('Dieter');
    dieter.headers = { ...dieter.headers, 'sec-purpose': 'prefetch' };
    await dieter.open(`/tickets/${number}`);
    await api.as('Anja').get('me');
    const views = async () => (await admin.open(`/access-log?ticket=${number}&kind=ticket-viewed`)).html;
    // The name stands among those to choose from, too.
    await until(async () => /Anja[^<]*<span class="muted below">/.test(await views()));
    expect((await views()).match(/Anja[^<]*<span class="muted below">/g)).toHaveLength(1);
    expect(textOf(await views()).replace(/.*When/, '')).not.toContain('Dieter');
    const all = textOf((await admin.open('/access-log')).html);
    for (const what of ['Signed in', 'Sign-in failed', 'API token used', 'Audit viewed']) expect(all).toContain(what);
    const verified = await admin.send('/access-log/verify');
    expect([verified.status, textOf(verified.html)]).toEqual([200, expect.stringContaining('The access log holds')]);
    for (const name of ['Ben', 'Anja', 'Tomáš'])
      expect([name, (await (await as(name)).open('/access-log')).status]).toEqual([name, 403]);
  });
});

describe('operations', () => {
  it('shows the installation, rebuilds a read model, revokes a token and ends a session', async () => {
    const admin = await as(root);
    const { html } = await admin.open('/operations');
    expect(textOf(html)).toMatch(/ticket-list v\d+ .* Up to date/);
    const rebuilt = await admin.send('/operations/read-models/roles/rebuild');
    expect([rebuilt.path, textOf(rebuilt.html)]).toEqual(['/operations', expect.stringContaining('roles is being rebuilt')]);
    expect((await admin.open('/operations/read-models')).html).toContain('hx-trigger="every 4s"');
    await admin.open('/operations');
    const revoke = unescaped(/action="(\/operations\/tokens\/[^"]+\/revoke)"/.exec(admin.shown.html)?.[1] ?? '');
    expect(textOf((await admin.send(revoke)).html)).toContain('The token was revoked');
    const kofi = await as('Kofi');
    await admin.open('/operations');
    const end = /<b>Kofi[^]*?action="(\/operations\/sessions\/[^"]+\/end)"/.exec(admin.shown.html)?.[1] ?? '';
    expect(textOf((await admin.send(end)).html)).toContain('That session has ended');
    expect((await kofi.open('/')).path).toMatch(/^\/sign-in/);
  });

  it('is only for the root organisation', async () => {
    for (const name of ['Ben', 'Anja', 'Tomáš', 'Marie']) {
      const browser = await as(name);
      for (const path of ['/operations', '/operations/read-models'])
        expect([name, path, (await browser.open(path)).status]).toEqual([name, path, 403]);
      expect(browser.shown.html).not.toContain('href="/operations"');
    }
  });
});
