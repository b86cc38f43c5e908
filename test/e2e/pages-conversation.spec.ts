import { payloads } from '../adapters/pages/conversation/xss';
import { Api } from '../dsl/api';
import { textOf, unescaped, type Shown } from '../dsl/browser';
import { unzipped } from '../dsl/unzipped';
import { issue, visits } from '../dsl/visits';
import { until } from '../dsl/until';

// The conversation of a ticket in the browser: messages, files and pictures, templates, merging, and what nobody is ever shown.

let api: Api;
beforeAll(async () => {
  api = await Api.start();
});
afterAll(() => api.stop());

const { as, leave, open, act } = visits(() => api);

const reply = (name: string, number: string, body: string, more: Readonly<Record<string, string>> = {}): Promise<Shown> =>
  act(name, number, 'reply', { body, audience: 'everyone', ...more });

const tokenIn = ({ html }: Shown): string => /name="form-token" value="([^"]+)"/.exec(html)?.[1] ?? '';

/** What the page's script does with a file that was dropped on the composer; answers what the form then holds. */
async function upload(name: string, number: string, file: File): Promise<{ readonly kept: string; readonly status: number }> {
  const browser = await as(name);
  const form = new FormData();
  form.set('form-token', tokenIn(await browser.open(`/tickets/${number}`)));
  form.set('file', file);
  const before = browser.headers;
  browser.headers = { ...before, 'hx-request': 'true' };
  const answer = await browser.request('POST', '/uploads', form);
  browser.headers = before;
  return { kept: unescaped(/name="kept" value="([^"]+)"/.exec(await answer.text())?.[1] ?? ''), status: answer.status };
}

const png = Buffer.from(
  'iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAYAAAAfFcSJAAAADUlEQVR42mNkYPhfDwAChwGA60e6kgAAAABJRU5ErkJggg==',
  'base64',
);
const svg = '<svg xmlns="http://www.w3.org/2000/svg"><script>alert(1)</script></svg>';

describe('files of a message', () => {
  it('are uploaded one by one, attached to the message, and displayed only if they are pictures (S4.22, S4.23, S4.37, S4.38)', async () => {
    const number = await open('Ben');
    const picture = await upload('Ben', number, new File([png], 'screen.png', { type: 'image/png' }));
    const drawing = await upload('Ben', number, new File([svg], 'plan.png', { type: 'image/png' }));
    expect([picture.status, picture.kept]).toEqual([200, expect.stringMatching(/^[0-9a-f-]{36} screen\.png$/)]);
    await reply('Ben', number, 'See the picture.', { kept: picture.kept });
    await reply('Ben', number, 'And the plan.', { kept: drawing.kept });
    const anja = await as('Anja');
    const { html } = await anja.open(`/tickets/${number}`);
    expect(html).toMatch(/See the picture\.[^]*?<a class="thumb" href="[^"]+\?view"/);
    const [shown = '', ...others] = [...html.matchAll(/<img src="([^"]+)"/g)].map(([, src = '']) => unescaped(src));
    const [, plan = ''] = /<a class="file" href="([^"]+)"/.exec(html) ?? [];
    expect(others).toEqual([]);
    const first = await anja.request('GET', shown);
    const header = (name: string) => first.headers.get(name);
    expect([first.status, header('content-type'), header('x-content-type-options')]).toEqual([200, 'image/jpeg', 'nosniff']);
    expect([header('content-disposition'), header('content-security-policy')]).toEqual([
      "inline; filename*=UTF-8''screen.png",
      "default-src 'none'; sandbox",
    ]);
    // Drawn anew, so that nothing a camera wrote beside the picture is shown; what is saved is what was sent.
    expect(
      Buffer.from(await first.arrayBuffer())
        .subarray(0, 3)
        .toString('hex'),
    ).toBe('ffd8ff');
    const saved = await anja.request('GET', shown.replace(/\?.*$/, ''));
    expect(Buffer.from(await saved.arrayBuffer())).toEqual(png);
    const all = await anja.request('GET', `/tickets/${number}/files`);
    expect([...(await unzipped(Buffer.from(await all.arrayBuffer()))).keys()].sort()).toEqual(['plan.png', 'screen.png']);
    expect((await (await as('Sven')).request('GET', `/tickets/${number}/files`)).status).toBe(404);
    expect((await anja.request('GET', `${unescaped(plan)}?view`)).headers.get('content-disposition')).toMatch(/^attachment/);
    expect((await (await as('Sven')).request('GET', shown)).status).toBe(404);
    anja.headers = { ...anja.headers, 'if-none-match': header('etag') ?? '' };
    expect((await anja.request('GET', shown)).status).toBe(304);
    leave('Anja');
    const cards = textOf((await (await as('Anja')).open(`/tickets/${number}/attachments`)).html);
    expect(cards).toMatch(/plan\.png.*Ben .*Everyone [0-9a-f]{12}.*screen\.png/);
  });
});

describe('a message', () => {
  it('is previewed as rendered, in place and without scripts', async () => {
    const number = await open('Ben');
    const anja = await as('Anja');
    const token = tokenIn(await anja.open(`/tickets/${number}`));
    const fields = [
      ['form-token', token],
      ['body', '**Loud** <script>'],
      ['audience', 'staff'],
    ] as const;
    const page = await anja.post(`/tickets/${number}/preview`, fields);
    expect(page.html).toContain('<strong>Loud</strong> &lt;script&gt;');
    expect(page.html).toMatch(/<textarea id="reply"[^>]*>\*\*Loud\*\* &lt;script&gt;<\/textarea>/);
    expect(page.html).toMatch(/value="staff" checked/);
    anja.headers = { ...anja.headers, 'hx-request': 'true' };
    const part = await anja.post(`/tickets/${number}/preview`, fields);
    leave('Anja');
    expect(part.html.trim()).toBe('<p><strong>Loud</strong> &lt;script&gt;</p>');
  });

  it('can set the ticket to wait for the customer, and reports a refusal of that (S4.15)', async () => {
    const number = await open('Ben');
    const technician = (await api.as('Tomáš').get('me')).body.id ?? '';
    await act('Dieter', number, 'assign', { technician });
    await act('Tomáš', number, 'start-work');
    expect((await (await as('Tomáš')).open(`/tickets/${number}`)).html).toContain('name="then" value="await-customer"');
    const sent = await reply('Tomáš', number, 'Which model is it?', { then: 'await-customer' });
    expect(textOf(sent.html)).toContain('Awaiting customer');
    const told = 'We wait for your answer. Once you send it, work on the ticket goes on.';
    expect(textOf((await (await as('Ben')).open(`/tickets/${number}`)).html)).toContain(told);
    const answered = await reply('Ben', number, 'The big one.', { audience: 'everyone' });
    expect(textOf(answered.html)).not.toContain(told);
    expect(answered.html).toContain('class="pill st-progress"');
    const tomas = await as('Tomáš');
    await until(async () => textOf((await tomas.open('/tickets?scope=all&subStatus=in-progress')).html).includes(number));
    const refused = await reply('Dieter', number, 'Please look.', { then: 'await-customer' });
    expect(textOf(refused.html)).toContain('The message is sent. But “Whom the work waits for” was refused: You lack the right');
    expect(refused.html).toContain('Please look.');
  });

  it('links tickets that the reader may see, and reveals no others', async () => {
    const [theirs, unseen] = [await open('Ben'), await open('Sven').catch(() => 'CT-000999')];
    const number = await open('Ben', { ...issue, description: `As in ${theirs}, not ${unseen}, not CT-888888.` });
    const { html } = await (await as('Ben')).open(`/tickets/${number}`);
    expect(html).toContain(`<a href="/tickets/${theirs}" class="ref" title="The lobby screen stays black · Unassigned">`);
    expect(html).toMatch(new RegExp(`not ${unseen}, not CT-888888\\.`));
  });

  it("can be quoted without scripts, and started from a canned answer with the ticket's values", async () => {
    const number = await open('Ben', { ...issue, description: 'Two\nlines' });
    const marie = await as('Marie');
    await marie.open('/answers/new');
    const list = await marie.send('/answers/new', { name: 'Greeting', text: 'Dear {customer}, about {number}:', shared: 'on' });
    expect(textOf(list.html)).toContain('Greeting');
    const anja = await as('Anja');
    const page = await anja.open(`/tickets/${number}`);
    const template = /data-template="(\/answers\/[^"]+)"/.exec(page.html)?.[1] ?? '';
    expect((await anja.open(unescaped(template))).html).toMatch(new RegExp(`Dear Lighthouse[^,]*, about ${number}:`));
    const quote = /href="([^"]+\?quote=[^"#]+)#reply"/.exec(page.html)?.[1] ?? '';
    expect((await anja.open(unescaped(quote))).html).toContain('&gt; Two\n&gt; lines');
    expect((await (await as('Sven')).open(unescaped(template))).status).toBe(404);
  });

  it('is escaped everywhere, whatever the user typed', async () => {
    const typed = payloads.map((payload) => payload.replaceAll('\u0000', ''));
    const number = await open('Ben', { ...issue, description: typed.join('\n\n') });
    for (const payload of typed) await reply('Ben', number, payload);
    const anja = await as('Anja');
    for (const path of ['', '/overview', '/do/revise-details', '/attachments']) {
      const { status, html } = await anja.open(`/tickets/${number}${path}`);
      expect([path, status]).toEqual([path, 200]);
      const main = /<main[^]*<\/main>/.exec(html)?.[0] ?? '';
      expect(main).not.toMatch(/<(?:script|iframe|base|math|style|animate|img)\b|href="(?:javascript|data|vbscript)/i);
      expect(main).not.toMatch(/<[^>"']*(?:"[^"]*"[^>"']*)*\son\w+=/);
    }
  });
});

describe('duplicates', () => {
  it('are found while the user types, merged together and unlinked one by one (S4.41–S4.50)', async () => {
    const [primary, first, second] = [
      await open('Ben'),
      await open('Ben'),
      await open('Ben', { ...issue, title: 'Kettle whistles' }),
    ];
    const anja = await as('Anja');
    const search = `/tickets/${primary}/candidates?field=duplicates&q=kettle&chosen=${first}`;
    await until(async () => (await anja.open(search)).html.includes(second));
    const found = anja.shown;
    expect(
      [...found.html.matchAll(/name="duplicates" value="([^"]+)"( checked)?/g)].map(([, number, chosen]) => [number, chosen]),
    ).toEqual([
      [first, ' checked'],
      [second, undefined],
    ]);
    expect((await (await as('Sven')).open(`/tickets/${primary}/candidates?field=duplicates`)).status).toBe(404);
    const searched = await act('Anja', primary, 'add-duplicates', { q: 'kettle', again: '1' });
    expect([searched.status, searched.html.includes(`value="${second}"`)]).toEqual([200, true]);
    const none = await act('Anja', primary, 'add-duplicates');
    expect([none.status, textOf(none.html)]).toEqual([422, expect.stringContaining('Choose one.')]);
    await anja.open(`/tickets/${primary}/do/add-duplicates`);
    const token = tokenIn(anja.shown);
    await anja.post(`/tickets/${primary}/do/add-duplicates`, [
      ['form-token', token],
      ['duplicates', first],
      ['duplicates', second],
    ]);
    await reply('Ben', second, 'Still whistling.');
    const activity = await anja.open(`/tickets/${primary}`);
    expect(activity.html).toMatch(new RegExp(`class="origin" href="/tickets/${second}"[^]*?Still whistling`));
    const merged = await anja.open(`/tickets/${primary}/merged`);
    expect(merged.html).toContain(`/do/unlink-duplicate?duplicate=${first}`);
    await anja.open(`/tickets/${primary}/do/unlink-duplicate?duplicate=${first}`);
    await anja.send(`/tickets/${primary}/do/unlink-duplicate`, { duplicate: first });
    expect((await anja.open(`/tickets/${primary}/merged`)).html).not.toContain(`duplicate=${first}`);
  });
});

describe('custody', () => {
  it('goes up the displayed hierarchy, may skip a level, and shows the way back (S4.18, S4.61, S4.64)', async () => {
    const number = await open('Ben');
    const form = textOf((await (await as('Marie')).open(`/tickets/${number}/do/forward`)).html);
    expect(form).toContain('handles it now');
    expect(form).toMatch(
      /Nordwind Distribution Distributor · next level up.*Head Office Administration · passes over Nordwind Distribution/,
    );
  });

  it('a closed ticket is reopened after a question, with a reason (S4.32, S4.33)', async () => {
    const number = await open('Ben');
    await act('Ben', number, 'close', { summary: 'Found the switch.', solution: 'Switched it on.' });
    const asked = await (await as('Ben')).open(`/tickets/${number}/do/reopen`);
    expect(textOf(asked.html)).toContain('Reopen this ticket? It goes back to the phase: Dispatching.');
    const again = await act('Ben', number, 'reopen', { reason: 'Black again.' });
    expect(textOf(again.html)).toMatch(/reopened the ticket.*Black again\./);
  });

  it('a solution is entered together with the found fault, and solves the ticket (S1.22–S1.26)', async () => {
    const number = await open('Ben');
    const technician = (await api.as('Tomáš').get('me')).body.id ?? '';
    await act('Dieter', number, 'assign', { technician });
    await act('Tomáš', number, 'start-work');
    const solved = await act('Tomáš', number, 'enter-solution', {
      ...{ solution: 'Replaced the fuse.', 'fault.description': 'Fuse burnt.', 'fault.code': 'F1', then: 'solved' },
    });
    expect(textOf(solved.html)).toMatch(/Being checked.*Replaced the fuse\..*Fuse burnt\./);
  });
});
