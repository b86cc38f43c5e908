import { Api, type Answer } from '../dsl/api';
import { textOf } from '../dsl/browser';
import { eicar, startClamd, type TestClamd } from '../dsl/clamd';
import { exported } from '../dsl/dossiers';
import { unzipped } from '../dsl/unzipped';
import { until } from '../dsl/until';
import { visits } from '../dsl/visits';

// S4.37: files are scanned by clamd. An infected one can be opened by nobody and in no way, and the fact that it was added stays.

let clamd: TestClamd;
let api: Api;
let [ticket, number] = ['', ''];
beforeAll(async () => {
  clamd = await startClamd();
  api = await Api.start({ CLAMD_URL: clamd.url });
  const opened = await must(api.as('Ben').post('tickets', { kind: 'issue', title: 'Pool is cold', description: 'x' }));
  ticket = opened.body.id ?? '';
  number = (JSON.parse((await api.as('Anja').get(`tickets/${ticket}`)).text) as { number: string }).number;
});
afterAll(async () => {
  await api.stop();
  await clamd.stop();
});
const { as, leave } = visits(() => api);

async function must(asked: Promise<Answer>): Promise<Answer> {
  const answer = await asked;
  if (answer.status > 201) throw new Error(`${answer.status}: ${answer.text}`);
  return answer;
}
async function attached(name: string, content: string): Promise<string> {
  await must(api.as('Ben').attach(ticket, 'everyone', { name, content }));
  const { files } = JSON.parse((await api.as('Ben').get(`tickets/${ticket}`)).text) as { files: { id: string; name: string }[] };
  return files.find((file) => file.name === name)?.id ?? '';
}
const cards = async (query = '') => textOf((await (await as('Anja')).open(`/tickets/${number}/attachments${query}`)).html);
const read = (file: string) => api.as('Anja').get(`tickets/${ticket}/files/${file}`);

it('says on the line of a file what the scanner said, and with which step it came (S4.37)', async () => {
  const file = await attached('clean.txt', 'Nothing');
  await until(async () => /clean\.txt.*Files attached · clean/.test(await cards()), 'the verdict');
  expect((await read(file)).text).toBe('Nothing');
  expect(clamd.scanned.map(String)).toContain('Nothing');
});

it('lets nobody open an infected file, by any way, and keeps its line', async () => {
  const file = await attached('bad.txt', eicar);
  await until(async () => (await cards()).includes('infected, in quarantine'), 'the verdict');
  const refused = await read(file);
  expect([refused.status, refused.text]).toEqual([404, expect.stringContaining('malware')]);
  const anja = await as('Anja');
  for (const query of ['', '?view', '?view&thumb'])
    expect((await anja.request('GET', `/tickets/${number}/files/${file}${query}`)).status).toBe(404);
  const all = await anja.request('GET', `/tickets/${number}/files`);
  expect([...(await unzipped(Buffer.from(await all.arrayBuffer()))).keys()]).not.toContain('bad.txt');
  const { html } = await anja.open(`/tickets/${number}/attachments`);
  expect(html).not.toContain(`/files/${file}"`);
  const dossier = await exported(api, 'Anja', ticket, { sections: ['overview', 'attachments'] });
  expect([...dossier.files.keys()].filter((name) => name.startsWith('attachments/'))).toEqual(['attachments/clean.txt']);
});

it('keeps a file waiting while the scanner gives no verdict, and opens it afterwards', async () => {
  clamd.behaviour = 'refuses';
  const file = await attached('later.txt', 'Later');
  const refused = await read(file);
  expect([refused.status, refused.text]).toEqual([503, expect.stringContaining('waits for the virus scanner')]);
  expect(await cards()).toMatch(/later\.txt.*Files attached · waits for the scan/);
  clamd.behaviour = 'scans';
  await until(async () => (await read(file)).status === 200, 'the scan');
});

it('keeps verdicts over a restart', async () => {
  const scanned = clamd.scanned.length;
  await api.restart();
  leave('Anja');
  expect(await cards()).toContain('infected, in quarantine');
  expect(clamd.scanned.length).toBe(scanned);
});

it('filters the files by type, with how many there are of each', async () => {
  await must(api.as('Ben').attach(ticket, 'everyone', { name: 'raw.bin', content: '\u0000\u0001' }));
  expect(await cards()).toMatch(/All 4 Texts 3 Others 1/);
  const others = await cards('?type=others');
  expect([others.includes('raw.bin'), others.includes('clean.txt')]).toEqual([true, false]);
});
