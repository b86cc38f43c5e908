import sharp from 'sharp';
import { Api } from '../dsl/api';
import { Browser } from '../dsl/browser';

// S4.37, S4.38: the content of a file decides whether a browser shows it. Everything else is a download, over the pages and over the API.

let api: Api;
let anja: Browser;
let [ticket, number] = ['', ''];
beforeAll(async () => {
  api = await Api.start();
  const opened = await api.as('Ben').post('tickets', { kind: 'issue', title: 'Pool is cold', description: 'Since Monday.' });
  ticket = opened.body.id ?? '';
  number = (JSON.parse((await api.as('Anja').get(`tickets/${ticket}`)).text) as { number: string }).number;
  anja = new Browser(api.url);
  await anja.signIn(api.demo.find(({ user }) => user.startsWith('Anja'))?.email ?? '', api.password);
});
afterAll(() => api.stop());

async function attached(content: Buffer, declared: string): Promise<string> {
  const form = new FormData();
  form.set('audience', 'everyone');
  form.set('file', new Blob([content], { type: declared }), 'seen.png');
  const answer = await fetch(`${api.url}/v1/tickets/${ticket}/attach-files`, {
    method: 'POST',
    headers: { authorization: `Bearer ${api.demo.find(({ user }) => user.startsWith('Ben'))?.token ?? ''}` },
    body: form,
  });
  expect([answer.status, await answer.text()]).toEqual([200, expect.any(String)]);
  const { files } = JSON.parse((await api.as('Ben').get(`tickets/${ticket}`)).text) as { files: { id: string }[] };
  return files.at(-1)?.id ?? '';
}

const headersOf = ({ headers }: Response) =>
  ['content-type', 'content-disposition', 'x-content-type-options', 'content-security-policy'].map((name) =>
    (headers.get(name) ?? '').replace(/; (filename|charset).*$/, ''),
  );
const lockedIn = "default-src 'none'; sandbox";
const drawing = () => sharp({ create: { width: 8, height: 4, channels: 3, background: '#224466' } });
const frames = Buffer.alloc(8 * 8 * 3, 7);

describe('what a browser shows (S4.37, S4.38)', () => {
  it.each([
    ['PNG', () => drawing().png().toBuffer(), 'image/jpeg'],
    ['JPEG', () => drawing().jpeg().toBuffer(), 'image/jpeg'],
    ['TIFF', () => drawing().tiff().toBuffer(), 'image/jpeg'],
    ['AVIF', () => drawing().avif().toBuffer(), 'image/jpeg'],
    [
      'moving GIF',
      () =>
        sharp(frames, { raw: { width: 8, height: 8, channels: 3, pageHeight: 4 } })
          .gif()
          .toBuffer(),
      'image/',
    ],
  ])('is a %s, drawn anew, in a sandbox', async (_, made, type) => {
    const content = await made();
    const file = await attached(content, 'application/octet-stream');
    const shown = await anja.request('GET', `/tickets/${number}/files/${file}?view`);
    expect(headersOf(shown)).toEqual([expect.stringContaining(type), 'inline', 'nosniff', lockedIn]);
    expect(Buffer.from(await shown.arrayBuffer()).equals(content)).toBe(false);
    const saved = await anja.request('GET', `/tickets/${number}/files/${file}`);
    expect(headersOf(saved)[1]).toBe('attachment');
    expect(Buffer.from(await saved.arrayBuffer()).equals(content)).toBe(true);
  });

  it('is a PDF, in the viewer of the browser, which runs apart from the page', async () => {
    const file = await attached(Buffer.from('%PDF-1.7\n'), 'image/png');
    const shown = await anja.request('GET', `/tickets/${number}/files/${file}?view`);
    const policy = "default-src 'none'; object-src 'self'; style-src 'unsafe-inline'; frame-ancestors 'none'";
    expect(headersOf(shown)).toEqual(['application/pdf', 'inline', 'nosniff', policy]);
  });
});

describe('what is a download, whatever it was declared as', () => {
  const hostile = '<html><script>alert(1)</script></html>';
  it.each([
    ['SVG', '<svg xmlns="http://www.w3.org/2000/svg"><script>alert(1)</script></svg>', 'image/svg+xml'],
    ['HTML', hostile, 'text/html'],
    ['unknown', '\u0000\u0001\u0002\u0003', 'application/octet-stream'],
    ['empty', '', 'application/octet-stream'],
    ['polyglot of GIF and HTML', `GIF89a/*${hostile}*/`, 'application/octet-stream'],
    ['broken PNG', '\u0089PNG\r\n\u001a\nnothing', 'application/octet-stream'],
  ])('is %s', async (_, text, type) => {
    const file = await attached(Buffer.from(text, 'latin1'), 'image/png');
    for (const query of ['', '?view', '?view&thumb']) {
      const answer = await anja.request('GET', `/tickets/${number}/files/${file}${query}`);
      expect([query, ...headersOf(answer)]).toEqual([query, type, 'attachment', 'nosniff', lockedIn]);
    }
    const token = api.demo.find(({ user }) => user.startsWith('Anja'))?.token ?? '';
    const headers = { authorization: `Bearer ${token}` };
    const answer = await fetch(`${api.url}/v1/tickets/${ticket}/files/${file}`, { headers });
    expect(headersOf(answer)).toEqual([type, 'attachment', 'nosniff', expect.stringContaining("default-src 'none'")]);
    const { html } = await anja.open(`/tickets/${number}/attachments`);
    expect(html).not.toContain(`${file}?view`);
  });
});
