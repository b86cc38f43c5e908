import sharp from 'sharp';
import { Api, type Answer } from '../dsl/api';
import { textOf, type Browser } from '../dsl/browser';
import { exported, fileIn } from '../dsl/dossiers';
import { readPdf } from '../dsl/pdf';
import { visits } from '../dsl/visits';

// S4.52: an organisation's own name, logo, address and footer stand on its dossiers, set on a page or over the API.

let api: Api;
beforeAll(async () => {
  api = await Api.start();
});
afterAll(() => api.stop());
const { as } = visits(() => api);

const png = (width = 300, height = 90) =>
  sharp({ create: { width, height, channels: 4, background: '#aa3322' } })
    .png()
    .toBuffer();
const tokenIn = (html: string): string => /name="form-token" value="([^"]+)"/.exec(html)?.[1] ?? '';

async function save(browser: Browser, fields: Readonly<Record<string, string>>, logo?: Buffer) {
  const { html } = await browser.open('/settings/letterhead');
  const form = new FormData();
  for (const [name, value] of Object.entries({ 'form-token': tokenIn(html), ...fields })) form.set(name, value);
  if (logo !== undefined) form.set('logo', new File([logo], 'logo.png', { type: 'image/png' }));
  const answer = await browser.request('POST', '/settings/letterhead', form);
  return { status: answer.status, text: textOf(await answer.text()) };
}

async function must(asked: Promise<Answer>): Promise<Answer> {
  const answer = await asked;
  if (answer.status > 201) throw new Error(`${answer.status}: ${answer.text}`);
  return answer;
}

/** A closed ticket that Anja's organisation handled. */
async function closed(): Promise<string> {
  const ticket = (await must(api.as('Ben').post('tickets', { kind: 'issue', title: 'Dark', description: 'x' }))).body.id ?? '';
  await must(api.as('Anja').post(`tickets/${ticket}/reject`, { reason: 'Not ours.' }));
  return ticket;
}
const lettersOf = (pdf: Buffer): string =>
  readPdf(pdf)
    .pages.map(({ text }) => text)
    .join('\n');
const manifest = (of: Awaited<ReturnType<typeof exported>>) =>
  JSON.parse(fileIn(of, 'manifest.json').toString()) as { letterhead: { version: number } };

describe('a letterhead', () => {
  it('stands on the dossiers for staff and for customers, and the manifest names its version (S4.52)', async () => {
    const ticket = await closed();
    const before = await exported(api, 'Ben', ticket, {});
    const paula = await as('Paula');
    const fields = { name: 'Harbour Machines <Ltd>', address: '12 Quay Street\nDublin', footer: 'Registered "in" Dublin, 123' };
    expect((await save(paula, fields, await png())).status).toBe(303);
    const page = await paula.open('/settings/letterhead');
    expect(textOf(page.html)).toContain('Version 1');
    expect((await paula.request('GET', '/settings/letterhead/logo')).headers.get('content-type')).toBe('image/png');
    for (const reader of ['Ben', 'Anja']) {
      const dossier = await exported(api, reader, ticket, {});
      const text = lettersOf(fileIn(dossier, '.pdf'));
      for (const part of ['Harbour Machines <Ltd>', '12 Quay Street', 'Dublin', 'Registered "in" Dublin, 123'])
        expect([reader, part, text.includes(part)]).toEqual([reader, part, true]);
      expect(manifest(dossier).letterhead.version).toBe(1);
    }
    expect(manifest(before).letterhead.version).toBe(0);
  });

  it('gives equal bytes as long as it is the same, and shows what changed', async () => {
    const ticket = await closed();
    const paula = await as('Paula');
    await save(paula, { name: 'One', address: '', footer: '' });
    const { result } = await exported(api, 'Anja', ticket, {});
    expect((await exported(api, 'Anja', ticket, {})).result.sha256).toBe(result.sha256);
    await save(paula, { name: 'Two', address: '', footer: '' });
    expect((await exported(api, 'Anja', ticket, {})).result.sha256).not.toBe(result.sha256);
  });
});

describe('what is refused', () => {
  it.each([
    ['a text', () => Promise.resolve(Buffer.from('PNG')), 'no PNG or JPEG'],
    ['an SVG', () => Promise.resolve(Buffer.from('<svg xmlns="http://www.w3.org/2000/svg"/>')), 'no PNG or JPEG'],
    [
      'a WebP',
      async () =>
        sharp(await png())
          .webp()
          .toBuffer(),
      'no PNG or JPEG',
    ],
    ['a broken PNG', async () => (await png()).subarray(0, 120), 'damaged'],
    ['a file of 600 kB', async () => Buffer.concat([await png(), Buffer.alloc(600_000)]), 'larger than'],
  ])('as a logo is %s, with what is allowed beside the field', async (_, made, words) => {
    const answer = await save(await as('Paula'), { name: 'Kept as typed' }, await made());
    expect([answer.status, answer.text]).toEqual([422, expect.stringContaining(words)]);
    const { html } = await (await as('Paula')).open('/settings/letterhead');
    expect(html).not.toContain('Kept as typed');
  });

  it('is a text that is too long, has too many lines or signs that nobody sees', async () => {
    const paula = await as('Paula');
    expect(await save(paula, { name: 'x'.repeat(121) })).toMatchObject({
      status: 422,
      text: expect.stringContaining('120') as string,
    });
    expect((await save(paula, { address: 'a\nb\nc\nd\ne\nf' })).text).toContain('5 lines');
    expect((await save(paula, { footer: 'a\u0007b' })).text).toContain('Control characters');
  });

  it('is everybody who may not edit the organisation', async () => {
    expect((await (await as('Ben')).open('/settings/letterhead')).status).toBe(403);
    expect((await api.as('Ben').get('letterhead')).status).toBe(403);
    expect((await api.as('Ben').post('letterhead', { name: 'x' })).status).toBe(403);
  });
});

describe('over the API', () => {
  it('takes a logo that was uploaded before, and says what is wrong with one', async () => {
    const paula = api.as('Paula');
    const token = api.demo.find(({ user }) => user.startsWith('Paula'))?.token ?? '';
    const uploaded = async (content: Buffer): Promise<string> => {
      const form = new FormData();
      form.set('file', new Blob([content]), 'logo.png');
      const headers = { authorization: `Bearer ${token}` };
      const answer = await fetch(`${api.url}/v1/uploads`, { method: 'POST', headers, body: form });
      return ((await answer.json()) as { items: { id: string }[] }).items[0]?.id ?? '';
    };
    const saved = await must(paula.post('letterhead', { footer: 'Only this', logo: await uploaded(await png(2_000, 100)) }));
    expect(JSON.parse(saved.text)).toMatchObject({ footer: 'Only this', logo: { width: 900, height: 45 } });
    const refused = await paula.post('letterhead', { logo: await uploaded(Buffer.from('no picture')) });
    expect([refused.status, refused.text]).toEqual([400, expect.stringContaining('is no PNG or JPEG picture')]);
    expect((await paula.post('letterhead', { logo: '0190a000-0000-7000-8000-000000000000' })).status).toBe(400);
    expect(JSON.parse((await must(paula.post('letterhead', { logo: null }))).text)).toMatchObject({
      logo: null,
      footer: 'Only this',
    });
  });
});
