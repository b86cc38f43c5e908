import { spawnSync } from 'node:child_process';
import { createHash } from 'node:crypto';
import { mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { controlMethods } from '../../src/operations/control-methods';
import { Api, type Answer, type Person } from '../dsl/api';
import { everySection, exported, fileIn, type Exported } from '../dsl/dossiers';
import { readPdf } from '../dsl/pdf';

// S4.51–S4.55: a ticket leaves the desk as a ZIP that stands for itself, and holds what its exporter may see.

let api: Api;
let people: Record<'ben' | 'ada' | 'anja' | 'otto', Person>;
const secret = 'Zanzibar';
beforeAll(async () => {
  api = await Api.start();
  const as = (name: string) => api.as(name);
  people = { ben: as('Ben'), ada: as('Ada'), anja: as('Anja'), otto: as('Otto') };
});
afterAll(() => api.stop());

async function must(asked: Promise<Answer>): Promise<Answer> {
  const answer = await asked;
  if (answer.status > 201) throw new Error(`${answer.status}: ${answer.text}`);
  return answer;
}
const open = async (title: string): Promise<string> =>
  (await must(people.ben.post('tickets', { kind: 'issue', title, description: 'It is dark since Monday.' }))).body.id ?? '';
const close = (ticket: string) => must(people.anja.post(`tickets/${ticket}/reject`, { reason: 'Not ours.' }));
const readme = (of: Exported): string => fileIn(of, 'README.txt').toString();
const facts = (of: Exported) =>
  fileIn(of, 'facts.jsonl')
    .toString()
    .split('\n')
    .filter((line) => line !== '')
    .map((line) => JSON.parse(line) as { content?: string; contentHash: string; keys?: object; revision: number });

/** A closed ticket of Ben's, with words and a file that are for staff only. */
async function history(title = 'Pool light is dark'): Promise<string> {
  const ticket = await open(title);
  await must(people.anja.post(`tickets/${ticket}/reply`, { audience: 'staff', body: `${secret}: the third one.` }));
  await must(people.anja.attach(ticket, 'staff', { name: `${secret}.txt`, content: `${secret} in detail` }));
  await must(people.ben.post(`tickets/${ticket}/reply`, { audience: 'everyone', body: 'Still dark.' }));
  await must(people.ben.attach(ticket, 'everyone', { name: '../../lamp?.txt', content: 'A lamp' }));
  await close(ticket);
  return ticket;
}

describe('the dossier of a closed ticket', () => {
  it('holds the document, the files, the facts, the manifest and a page to read first (S4.51, S4.52, S4.53, S4.54)', async () => {
    const ticket = await history();
    const dossier = await exported(api, 'Anja', ticket, { sections: everySection.filter((one) => one !== 'logs') });
    const [number = ''] = [...dossier.files.keys()].flatMap((name) => /^(.*)\.pdf$/.exec(name)?.[1] ?? []);
    expect([...dossier.files.keys()].sort()).toEqual(
      [`${number}.pdf`, 'README.txt', 'attachments/lamp_.txt', 'attachments/Zanzibar.txt', 'facts.jsonl', 'manifest.json'].sort(),
    );
    const pdf = readPdf(fileIn(dossier, '.pdf'));
    expect(pdf.info.Title).toContain(`${number}: Pool light is dark`);
    expect([pdf.isTagged, pdf.pages[0]?.width, pdf.pages[0]?.height]).toEqual([
      true,
      expect.closeTo(595, 0),
      expect.closeTo(842, 0),
    ]);
    const text = pdf.pages.map((page) => page.text).join('\n');
    expect(text).toMatch(/It is dark since Monday\.[^]*Still dark\.[^]*Not ours\./);
    expect(text).toContain(`1 of ${pdf.pages.length}`);
    expect(pdf.outline.filter((title) => /^\d /.test(title))).toHaveLength(5);
    expect(readme(dossier)).toContain(number);
  });

  it('is recorded on the ticket with its sections, the overview and the contact unless others are chosen (S4.55), where it ends and the SHA-256 of the ZIP', async () => {
    const ticket = await history();
    const { zip, result } = await exported(api, 'Anja', ticket, {});
    expect(result.sha256).toBe(createHash('sha256').update(zip).digest('hex'));
    const stored = await api.docket.stores.log.readStream(`ticket-${ticket}`);
    const { type, audience, data } = JSON.parse(stored.at(-1)?.content ?? '{}') as {
      type: string;
      audience: string;
      data: object;
    };
    const last = stored.at(-2);
    expect({ type, audience, data }).toEqual({
      ...{ type: 'DossierExported', audience: 'staff' },
      data: {
        sections: ['overview', 'contact'],
        upTo: last?.revision,
        sha256: result.sha256,
      },
    });
    expect((await people.ben.get(`tickets/${ticket}/activity`)).text).not.toContain('DossierExported');
  });

  it('is the same bytes for the same facts, sections and rights, and others for other ones', async () => {
    const ticket = await history();
    const hash = async (name: string, wish: object) => (await exported(api, name, ticket, wish)).result.sha256;
    const first = await hash('Anja', { sections: ['overview', 'activity', 'attachments'] });
    expect(await hash('Anja', { sections: ['attachments', 'activity', 'overview'] })).toBe(first);
    expect(await hash('Anja', { sections: ['overview', 'activity'] })).not.toBe(first);
    await must(people.ben.post(`tickets/${ticket}/reply`, { audience: 'everyone', body: 'Thank you.' }));
    expect(await hash('Anja', { sections: ['overview', 'activity', 'attachments'] })).not.toBe(first);
  });

  it('is the same bytes where the operator writes it with a script, for the same person', async () => {
    const ticket = await history();
    const wish = { sections: ['overview', 'activity', 'attachments'] };
    const { zip, files } = await exported(api, 'Anja', ticket, wish);
    const [number = ''] = [...files.keys()].flatMap((name) => /^(.*)\.pdf$/.exec(name)?.[1] ?? []);
    const file = join(mkdtempSync(join(tmpdir(), 'docket-dossier-')), 'dossier.zip');
    const email = api.demo.find(({ user }) => user.startsWith('Anja'))?.email ?? '';
    const call = { ticket: number, file, user: email, ...wish, language: null, timeZone: null, paper: null };
    const run = () => controlMethods(api.docket).dossier(call, () => undefined, new AbortController().signal);
    writeFileSync(`${file}.partial`, 'of another run');
    await expect(run()).rejects.toThrow('EEXIST');
    expect(readFileSync(`${file}.partial`, 'utf8')).toBe('of another run');
    rmSync(`${file}.partial`);
    const { sha256 } = await run();
    expect([readFileSync(file).equals(zip), sha256]).toEqual([true, createHash('sha256').update(zip).digest('hex')]);
    await expect(run()).rejects.toThrow('exists already');
    rmSync(dirname(file), { recursive: true });
  });

  it('can be checked with the script of docs/dossier.md, which notices a changed sign', async () => {
    const dossier = await exported(api, 'Anja', await history(), { sections: ['overview', 'activity', 'attachments'] });
    const folder = mkdtempSync(join(tmpdir(), 'docket-dossier-'));
    for (const [name, content] of dossier.files) {
      mkdirSync(dirname(join(folder, name)), { recursive: true });
      writeFileSync(join(folder, name), content);
    }
    const check = () =>
      spawnSync(process.execPath, [join(__dirname, '../../docs/verify-dossier.mjs'), folder], { encoding: 'utf8' });
    expect(check().stdout).toMatch(/As it was written\. Chain head: [0-9a-f]{64}/);
    const changed = fileIn(dossier, 'facts.jsonl').toString().replace('Monday', 'Sunday').replace('"revision":1', '"revision":2');
    writeFileSync(join(folder, 'facts.jsonl'), changed);
    expect(check().stderr).toContain('NOT AS IT WAS WRITTEN: facts.jsonl');
    rmSync(folder, { recursive: true });
  });
});

describe('what a dossier holds', () => {
  it.each([
    ['Ben', ['overview', 'contact', 'activity', 'merged', 'attachments']],
    ['Ada', ['overview', 'contact', 'activity', 'merged', 'attachments']],
  ])(
    'for the customer %s is nothing that is for staff, in no file, no name and under no key (rule 4, S4.35, S4.36)',
    async (name, sections) => {
      const ticket = await history();
      const dossier = await exported(api, name, ticket, { sections });
      expect([...dossier.files.keys()].join()).not.toContain(secret);
      for (const [file, content] of dossier.files) {
        const text = file.endsWith('.pdf')
          ? readPdf(content)
              .pages.map((page) => page.text)
              .join('\n')
          : content.toString('latin1');
        expect([file, text.includes(secret)]).toEqual([file, false]);
      }
      const withheld = facts(dossier).filter(({ content }) => content === undefined);
      expect(withheld.map(({ keys }) => keys)).toEqual([undefined, undefined, undefined]);
      expect(facts(dossier).some(({ content }) => content?.includes('"audience":"staff"'))).toBe(false);
      const staff = await exported(api, 'Anja', ticket, { sections });
      expect(facts(staff).every(({ content }) => content !== undefined)).toBe(true);
      expect(facts(staff).map(({ contentHash }) => contentHash)).toEqual(
        expect.arrayContaining(facts(dossier).map((fact) => fact.contentHash)),
      );
    },
  );

  it('tells no customer how long the log is, in no file and not in the record of the export', async () => {
    const dossier = await exported(api, 'Ben', await history(), { sections: ['overview'] });
    const { asOf } = JSON.parse(fileIn(dossier, 'manifest.json').toString()) as { asOf: object };
    expect(asOf).toMatchObject({ logIndex: null, revision: expect.any(Number) as number });
    const pdf = readPdf(fileIn(dossier, '.pdf')).pages.map((page) => page.text);
    expect([readme(dossier), ...pdf].filter((text) => /log index/i.test(text))).toEqual([]);
  });

  it('opens no text of a section that was not chosen', async () => {
    const dossier = await exported(api, 'Anja', await history(), { sections: ['overview'] });
    const said = facts(dossier).filter(({ content }) => content?.includes('ReplyPosted'));
    expect([said, JSON.stringify(facts(dossier)).includes('FilesAttached')]).toEqual([[], false]);
  });
});

describe('who may export', () => {
  it('is whoever sees the ticket, once it is closed; an open one needs ticket.export-open and says that it was not closed', async () => {
    const ticket = await open('Sauna is cold');
    const refused = await people.ben.post(`tickets/${ticket}/dossiers`, {});
    expect([refused.status, refused.body.code]).toEqual([403, 'not-permitted']);
    const dossier = await exported(api, 'Anja', ticket, {});
    expect(readPdf(fileIn(dossier, '.pdf')).pages[0]?.text).toContain('Not closed, as of');
    expect(readme(dossier)).toContain('NOT CLOSED');
    await close(ticket);
    expect((await exported(api, 'Ben', ticket, {})).files.size).toBe(4);
  });

  it('is nobody who cannot see the ticket, and the logs need audit.read-log', async () => {
    const ticket = await history();
    expect((await api.as('Sven').post(`tickets/${ticket}/dossiers`, {})).status).toBe(404);
    expect((await people.anja.post(`tickets/01a22d0e-24c8-7d3a-8f16-0a9b8c7d6e5f/dossiers`, {})).status).toBe(404);
    expect((await people.ben.post(`tickets/${ticket}/dossiers`, { sections: ['logs'] })).status).toBe(403);
    expect((await people.ben.post(`tickets/${ticket}/dossiers`, { sections: [] })).status).toBe(400);
    expect((await people.ben.post(`tickets/${ticket}/dossiers`, { timeZone: 'Nowhere' })).status).toBe(400);
  });

  it('reads only exports of their own', async () => {
    const ticket = await history();
    const { body } = await must(people.anja.post(`tickets/${ticket}/dossiers`, {}));
    expect((await people.ben.get(`dossiers/${body.id ?? ''}`)).status).toBe(404);
    expect((await people.ben.get(`dossiers/${body.id ?? ''}/content`)).status).toBe(404);
    expect((await people.ben.post(`dossiers/${body.id ?? ''}/cancel`)).status).toBe(404);
  });
});
