import { connect } from 'node:net';
import { readdirSync } from 'node:fs';
import { join } from 'node:path';
import { crc32, deflateSync } from 'node:zlib';
import { Api } from '../dsl/api';
import { textOf } from '../dsl/browser';
import { until } from '../dsl/until';
import { visits } from '../dsl/visits';

// Files that are broken, hostile or many: nothing fails with a 500, nothing half is kept, and pages stay bounded (S4.37, S4.54).

let api: Api;
let [ticket, number] = ['', ''];
beforeAll(async () => {
  api = await Api.start();
  const opened = await api.as('Ben').post('tickets', { kind: 'issue', title: 'Pool is cold', description: 'x' });
  ticket = opened.body.id ?? '';
  number = (JSON.parse((await api.as('Anja').get(`tickets/${ticket}`)).text) as { number: string }).number;
});
afterAll(() => api.stop());
const { as } = visits(() => api);
const tokenOf = (name: string) => api.demo.find(({ user }) => user.startsWith(name))?.token ?? '';

async function attach(files: readonly (readonly [name: string, content: Buffer])[]) {
  const form = new FormData();
  form.set('audience', 'everyone');
  for (const [name, content] of files) form.append('file', new Blob([content]), name);
  const headers = { authorization: `Bearer ${tokenOf('Ben')}` };
  const answer = await fetch(`${api.url}/v1/tickets/${ticket}/attach-files`, { method: 'POST', headers, body: form });
  return { status: answer.status, text: await answer.text() };
}
const files = async () => (JSON.parse((await api.as('Ben').get(`tickets/${ticket}`)).text) as { files: { id: string }[] }).files;

function chunk(type: string, data: Buffer): Buffer {
  const [length, sum] = [Buffer.alloc(4), Buffer.alloc(4)];
  const body = Buffer.concat([Buffer.from(type), data]);
  length.writeUInt32BE(data.length);
  sum.writeUInt32BE(crc32(body));
  return Buffer.concat([length, body, sum]);
}
/** A PNG of one colour, whose rows unpack to `rows` of them. */
function png(side: number, rows: number): Buffer {
  const header = Buffer.from('0000000000000000' + '0800000000', 'hex');
  header.writeUInt32BE(side, 0);
  header.writeUInt32BE(side, 4);
  const data = deflateSync(Buffer.alloc((side + 1) * rows), { level: 9 });
  return Buffer.concat([
    Buffer.from('89504e470d0a1a0a', 'hex'),
    ...[chunk('IHDR', header), chunk('IDAT', data), chunk('IEND', Buffer.alloc(0))],
  ]);
}

it.each([
  ['a decompression bomb', () => png(15_000, 15_000)],
  ['a header of 40,000 × 40,000', () => png(40_000, 1)],
])('hands %s out as it is, and never unpacks it', async (_, made) => {
  const content = made();
  expect(content.length).toBeLessThan(1_000_000);
  expect((await attach([['bomb.png', content]])).status).toBe(200);
  const file = (await files()).at(-1)?.id ?? '';
  const answer = await (await as('Anja')).request('GET', `/tickets/${number}/files/${file}?view&thumb`);
  expect([answer.status, answer.headers.get('content-disposition')]).toEqual([200, expect.stringMatching(/^attachment/)]);
  expect(Buffer.from(await answer.arrayBuffer()).equals(content)).toBe(true);
});

it.each(['../../etc/passwd', 'a/b.txt', 'a\\b.txt', 'a\u0007b.txt', 'a\u0000b.txt', '\u0085', 'x'.repeat(256)])(
  'refuses the name %j, or takes what is left of it without a path',
  async (name) => {
    const before = (await files()).length;
    const { status, text } = await attach([[name, Buffer.from('a')]]);
    expect([status < 500, /\/etc\/|a\/b/.test(text)]).toEqual([true, false]);
    if (status !== 200) expect((await files()).length).toBe(before);
  },
);

it('keeps an empty file, and the same file a hundred times, on pages that are bounded (S4.37, S4.54)', async () => {
  expect((await attach([['empty.txt', Buffer.alloc(0)]])).status).toBe(200);
  const before = (await files()).length;
  const same = Array.from({ length: 10 }, () => ['same.txt', Buffer.from('the same')] as const);
  for (let sent = 0; sent < 10; sent++) expect((await attach(same)).status).toBe(200);
  expect((await files()).length).toBe(before + 100);
  const { html } = await (await as('Anja')).open(`/tickets/${number}/attachments`);
  expect(html.split('class="card attachment').length - 1).toBe(60);
  const second = await (await as('Anja')).open(`/tickets/${number}/attachments?from=60`);
  expect([html.includes('from&#x3D;60'), textOf(second.html).includes('empty.txt')]).toEqual([true, true]);
});

const stored = (): number =>
  readdirSync(join(api.folder, 'files'), { recursive: true, withFileTypes: true }).filter((one) => one.isFile()).length;

it('keeps nothing of an upload that is cut, at each tenth', async () => {
  const before = [stored(), await api.facts()];
  const head = `--b\r\nContent-Disposition: form-data; name="file"; filename="a.bin"\r\n\r\n`;
  const body = Buffer.concat([Buffer.from(head), Buffer.alloc(300_000, 7), Buffer.from('\r\n--b--\r\n')]);
  const { hostname, port } = new URL(api.url);
  for (let tenth = 0; tenth < 10; tenth++) {
    const socket = connect(Number(port), hostname);
    const lines = [
      'POST /v1/uploads HTTP/1.1',
      'host: x',
      `authorization: Bearer ${tokenOf('Ben')}`,
      'content-type: multipart/form-data; boundary=b',
      `content-length: ${body.length}`,
    ];
    socket.write(`${lines.join('\r\n')}\r\n\r\n`);
    await new Promise((resolve) => socket.write(body.subarray(0, (body.length * tenth) / 10), resolve));
    socket.destroy();
  }
  // One that is whole comes after them, and is all that is kept.
  expect((await api.as('Ben').upload({ name: 'whole.txt', content: 'whole' })).status).toBe(201);
  await until(() => stored() === (before[0] ?? 0) + 1, 'the end of what was cut');
  expect(await api.facts()).toBe(before[1]);
});
