import { Api } from '../dsl/api';
import { Browser, textOf } from '../dsl/browser';

// How people come in, over the started server: sign in and out, whose forms are taken, and what a token and a session open.

let api: Api;
let ben: { readonly email: string; readonly token: string };
beforeAll(async () => {
  api = await Api.start();
  ben = api.demo.find(({ user }) => user.startsWith('Ben')) ?? { email: '', token: '' };
});
afterAll(() => api.stop());

const browser = (): Browser => new Browser(api.url);
const signedIn = async (): Promise<Browser> => {
  const one = browser();
  expect((await one.signIn(ben.email, api.password)).path).toBe('/');
  return one;
};

describe('signing in', () => {
  it('redirects to the requested page, with a new session each time', async () => {
    const one = browser();
    expect((await one.open('/account')).path).toBe('/sign-in?then=%2Faccount');
    const before = one.cookies.get('docket');
    expect((await one.send('/sign-in', { email: ben.email.toUpperCase(), password: api.password })).path).toBe('/account');
    const first = one.cookies.get('docket');
    const other = await signedIn();
    expect([before, other.cookies.get('docket') === first]).toEqual([undefined, false]);
    expect(textOf(one.shown.html)).toContain('Ben Calder');
  });

  it('rejects a session id chosen by somebody else', async () => {
    const one = browser();
    const chosen = `dks_${'a'.repeat(43)}`;
    one.cookies.set('docket', chosen);
    await one.signIn(ben.email, api.password);
    expect(one.cookies.get('docket')).not.toBe(chosen);
    const fixed = browser();
    fixed.cookies.set('docket', chosen);
    expect((await fixed.open('/account')).path).toMatch(/^\/sign-in/);
  });

  it('never redirects to another site', async () => {
    for (const then of ['//evil.example', 'https://evil.example', '/\\evil.example', 'javascript:alert(1)']) {
      const one = browser();
      await one.open(`/sign-in?then=${encodeURIComponent(then)}`);
      expect((await one.send('/sign-in', { email: ben.email, password: api.password })).path).toBe('/');
    }
  });

  it('answers alike for a wrong password and an unknown address, keeps the address, and slows guessing down', async () => {
    const one = browser();
    const wrong = await one.signIn(ben.email, 'not the password');
    expect([wrong.status, wrong.html.includes(`value="${ben.email}"`)]).toEqual([422, true]);
    const unknown = await browser().signIn('nobody@example.org', 'not the password');
    const said = (html: string): string | undefined => /role="alert">[^]*?<span>([^<]*)/.exec(html)?.[1];
    expect([unknown.status, said(unknown.html)]).toEqual([422, said(wrong.html)]);
    const guesser = browser();
    for (let at = 0; at < 5; at += 1) await guesser.signIn('guessed@example.org', `guess number ${at}`);
    const slowed = await guesser.signIn('guessed@example.org', 'the next one');
    expect([slowed.status, textOf(slowed.html)]).toEqual([429, expect.stringContaining('Try again in')]);
  });
});

describe('the account page', () => {
  it('says who one is: name, address, organisation and roles', async () => {
    const { html } = await (await signedIn()).open('/account');
    for (const text of [ben.email, 'Customer user']) expect(textOf(html)).toContain(text);
  });
});

describe('signing out', () => {
  it('ends the session, even for a copied cookie', async () => {
    const one = await signedIn();
    const thief = browser();
    for (const [name, value] of one.cookies) thief.cookies.set(name, value);
    expect((await thief.open('/account')).status).toBe(200);
    await one.open('/account');
    expect((await one.send('/sign-out')).path).toBe('/sign-in');
    expect((await thief.open('/account')).path).toMatch(/^\/sign-in/);
  });
});

describe('tokens and sessions', () => {
  it('a token opens the API and no page, and a session opens pages and not the API', async () => {
    const page = await fetch(`${api.url}/account`, { headers: { authorization: `Bearer ${ben.token}` }, redirect: 'manual' });
    expect([page.status, page.headers.get('location')]).toEqual([303, '/sign-in?then=%2Faccount']);
    const one = await signedIn();
    one.headers = {};
    const answer = await one.request('GET', '/v1/me');
    expect([answer.status, answer.headers.get('content-type')]).toEqual([401, 'application/problem+json; charset=utf-8']);
  });

  it('no path below /v1 answers with a page, and an unknown path does so for browsers only', async () => {
    const one = await signedIn();
    const api404 = await one.request('GET', '/v1/nowhere');
    expect(api404.headers.get('content-type')).toContain('application/problem+json');
    const missing = await one.open('/nowhere');
    expect([missing.status, textOf(missing.html)]).toEqual([404, expect.stringContaining('There is nothing here')]);
    for (const path of ['/tickets/nonsense', '/tickets/nonsense/audit', '/tickets/nonsense/do/reply'])
      expect([path, (await one.open(path)).status]).toEqual([path, 404]);
    const tool = await fetch(`${api.url}/nowhere`);
    expect([tool.status, tool.headers.get('content-type')]).toEqual([404, 'application/problem+json; charset=utf-8']);
  });
});

describe('forms', () => {
  it("are refused without the session's token, with another session's token, and from another site", async () => {
    const one = await signedIn();
    const other = await signedIn();
    await other.open('/account');
    const foreign = /name="form-token" value="([^"]+)"/.exec(other.shown.html)?.[1] ?? '';
    expect((await one.post('/look', [['theme', 'dark']])).status).toBe(403);
    expect(
      (
        await one.post('/look', [
          ['form-token', foreign],
          ['theme', 'dark'],
        ])
      ).status,
    ).toBe(403);
    await one.open('/account');
    for (const headers of [
      { 'sec-fetch-site': 'cross-site' },
      { 'sec-fetch-site': 'same-site' },
      { origin: 'https://evil.example' },
      { origin: 'null' },
    ]) {
      one.headers = { ...headers, accept: 'text/html' };
      expect((await one.send('/look', { theme: 'dark' })).status).toBe(403);
      one.headers = { accept: 'text/html' };
      await one.open('/account');
      expect(one.shown.html).not.toContain('data-theme="dark"');
    }
    one.headers = { accept: 'text/html', 'sec-fetch-site': 'same-origin', origin: 'null' };
    await one.send('/look', { theme: 'dark' });
    expect((await one.open('/account')).html).toContain('data-theme="dark"');
  });

  it('are refused without a token on every page with a form', async () => {
    const one = await signedIn();
    for (const path of ['/sign-in', '/sign-out', '/look', '/account/password', '/account/sessions/x/end', '/set-up/x'])
      expect([path, (await one.post(path, [])).status]).toEqual([path, 403]);
  });

  it('are not accepted by the API', async () => {
    const headers = { authorization: `Bearer ${ben.token}`, 'content-type': 'application/x-www-form-urlencoded' };
    const answer = await fetch(`${api.url}/v1/tickets`, { method: 'POST', headers, body: 'title=x' });
    expect(answer.status).toBe(415);
  });
});

describe('the account page', () => {
  it('changes the password, ends the other sessions, and shows errors beside the field', async () => {
    const chloe = api.demo.find(({ user }) => user.startsWith('Chlo'))?.email ?? '';
    const [one, other] = [browser(), browser()];
    await one.signIn(chloe, api.password);
    await other.signIn(chloe, api.password);
    await one.open('/account');
    const change = (current: string, password: string, again = password) =>
      one.send('/account/password', { current, password, again });
    const wrong = await change('wrong', 'a better sentence');
    expect([wrong.status, wrong.html]).toEqual([
      422,
      expect.stringMatching(/id="current-error">.*This is not your present password/),
    ]);
    expect((await change(api.password, 'a better sentence', 'another')).html).toMatch(/id="again-error"/);
    expect((await change(api.password, 'short')).html).toMatch(/id="password-error"/);
    const changed = await change(api.password, 'a better sentence');
    expect([changed.status, textOf(changed.html)]).toEqual([200, expect.stringContaining('Your password was changed')]);
    expect((await other.open('/account')).path).toMatch(/^\/sign-in/);
    expect((await browser().signIn(chloe, api.password)).status).toBe(422);
    expect((await browser().signIn(chloe, 'a better sentence')).path).toBe('/');
  });

  it.each(['fi', 'tr', 'de'])('is in %s for a browser set to it, and keeps a chosen language', async (language) => {
    const one = browser();
    one.headers = { ...one.headers, 'accept-language': language };
    await one.signIn(ben.email, api.password);
    expect((await one.open('/account')).html).toContain(`<html lang="${language}"`);
    await one.send('/look', { language: 'en', zone: 'Europe/Helsinki' });
    expect((await one.open('/account')).html).toContain('<html lang="en"');
  });
});

describe('headers of pages', () => {
  it('forbid scripts, resources and frames from other origins, and caching', async () => {
    const { headers, html } = await (await signedIn()).open('/');
    expect(headers.get('content-security-policy')).toBe(
      "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self' blob:; font-src 'self'; connect-src 'self'; form-action 'self'; base-uri 'none'; frame-ancestors 'none'",
    );
    expect(headers.get('cache-control')).toBe('no-store');
    expect([headers.get('x-content-type-options'), headers.get('content-encoding')]).toEqual(['nosniff', 'gzip']);
    expect(html).not.toMatch(/(src|href|action)="(https?:)?\/\//);
  });

  it('hide cookies from scripts, and behind TLS from other hosts', async () => {
    const plain = await fetch(`${api.url}/sign-in`);
    expect(plain.headers.getSetCookie().join()).toMatch(/^docket-form=[\w-]+; Path=\/; HttpOnly; SameSite=Lax$/);
    const proxied = await Api.start({ TRUST_PROXY: 'loopback' });
    const tls = await fetch(`${proxied.url}/sign-in`, { headers: { 'x-forwarded-proto': 'https' } });
    expect(tls.headers.getSetCookie().join()).toMatch(/^__Host-docket-form=[\w-]+; Path=\/; HttpOnly; SameSite=Lax; Secure$/);
    await proxied.stop();
  });

  it('let browsers cache compressed assets forever', async () => {
    const { html } = await browser().open('/sign-in');
    const addresses = [...html.matchAll(/"(\/assets\/[^"]+)"/g)].map(([, path = '']) => path);
    expect(addresses.length).toBeGreaterThan(3);
    for (const path of addresses) {
      const answer = await fetch(`${api.url}${path}`, { headers: { 'accept-encoding': 'br' } });
      expect([answer.status, answer.headers.get('cache-control')]).toEqual([200, 'public, max-age=31536000, immutable']);
    }
    expect((await fetch(`${api.url}/assets/app.css`)).status).toBe(404);
  });
});

describe('the first start in production', () => {
  it('prints a link that creates the first administrator once', async () => {
    const desk = await Api.start({ NODE_ENV: 'production' });
    const path = new URL(desk.setUp ?? '').pathname;
    const one = new Browser(desk.url);
    expect(textOf((await one.open(path)).html)).toContain('You become the first administrator');
    const values = {
      name: 'Aino Korhonen',
      email: 'aino@example.org',
      password: 'seven tall birches',
      again: 'seven tall birches',
    };
    const wrong = await one.send(path, { ...values, again: 'something else' });
    expect([wrong.status, wrong.html.includes('value="Aino Korhonen"')]).toEqual([422, true]);
    expect((await one.send(path, { ...values, email: 'not an address' })).html).toMatch(/id="email-error"/);
    const done = await one.send(path, values);
    expect([done.path, textOf(done.html)]).toEqual(['/', expect.stringContaining('Welcome, Aino Korhonen')]);
    const late = await new Browser(desk.url).open(path);
    expect([late.status, textOf(late.html)]).toEqual([404, expect.stringContaining('has been set up already')]);
    expect((await new Browser(desk.url).signIn('aino@example.org', 'seven tall birches')).path).toBe('/');
    await desk.restart();
    expect(desk.setUp).toBeNull();
    await desk.stop();
  });
});
