import { chmodSync, existsSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { Api, type Person } from '../dsl/api';
import { exported, fileIn } from '../dsl/dossiers';
import { hostileTexts } from '../dsl/hostile-texts';
import { readPdf, type ReadPdf } from '../dsl/pdf';
import { scriptsFor } from '../dsl/scripts';
import { unzipped } from '../dsl/unzipped';

// Dossiers of what nobody meant to print, on machines that cannot print, and of tickets that are not there.

let api: Api;
let [ben, anja]: readonly [Person, Person] = [{} as Person, {} as Person];
const folder = mkdtempSync(join(tmpdir(), 'docket-mishaps-'));
beforeAll(async () => {
  api = await Api.start();
  [ben, anja] = [api.as('Ben'), api.as('Anja')];
});
afterAll(async () => {
  await api.stop();
  rmSync(folder, { recursive: true });
});

/** A closed ticket of Ben's. */
async function closed(title: string, description: string, replies: readonly string[] = []): Promise<string> {
  const { status, text, body } = await ben.post('tickets', { kind: 'issue', title, description });
  expect([status, text]).toEqual([201, text]);
  const ticket = body.id ?? '';
  for (const reply of replies) await anja.post(`tickets/${ticket}/reply`, { audience: 'everyone', body: reply });
  await anja.post(`tickets/${ticket}/reject`, { reason: 'Not ours.' });
  return ticket;
}

async function printed(ticket: string): Promise<ReadPdf> {
  const dossier = await exported(api, 'Paula', ticket, { sections: ['overview', 'contact', 'activity', 'logs'] });
  return readPdf(fileIn(dossier, '.pdf'));
}

/** Without the spaces and line ends that a PDF loses or adds where it breaks a line. */
const joined = (text: string): string => text.replace(/\s+/g, '');
const textOf = ({ pages }: ReadPdf): string => joined(pages.map(({ text }) => text).join('\n'));
/** A page of A4 is 595 points wide, and a reader's measure of a line is exact to 5 in 100. Unbroken, 10,000 characters take 50,000. */
const beyond = ({ pages }: ReadPdf): readonly number[] => pages.map(({ right }) => right).filter((right) => right > 595 * 1.05);

describe('a dossier of strange texts', () => {
  it('prints texts that would run, load or break the template as the texts that they are', async () => {
    const inline = hostileTexts.filter((text) => !/[<>[\]]/.test(text) || text.startsWith('<script>'));
    const ticket = await closed(hostileTexts[0] ?? '', inline.join('\n\n'), ['{{constructor}} {{> dossier/print}} {{{t "x"}}}']);
    const text = textOf(await printed(ticket));
    expect(text).toContain(joined('<script>hit(1)</script>'));
    expect(text).toContain(joined('{{constructor.constructor("hit(26)")()}}'));
    expect(text).toContain(joined('{{constructor}} {{> dossier/print}} {{{t "x"}}}'));
    expect(text).toContain(joined('Not ours.'));
  });

  it('breaks 10,000 characters without a space into lines that stay on the page', async () => {
    const pdf = await printed(await closed('x'.repeat(300), 'y'.repeat(10_000), ['z'.repeat(10_000)]));
    const text = textOf(pdf);
    expect(text.split('y').length).toBeGreaterThan(10_000);
    expect(text.split('z').length).toBeGreaterThan(10_000);
    expect(beyond(pdf)).toEqual([]);
  });

  it('prints all of 500 lines that run from right to left, and signs with many marks', async () => {
    const lines = Array.from({ length: 500 }, (_, at) => `שורה ${at + 1} של הבעיה`);
    const marked = `Z${'\u0301'.repeat(200)}algo`;
    const pdf = await printed(await closed('مشكلة في الكشك', lines.join('\n'), [marked]));
    const text = textOf(pdf);
    expect(lines.filter((_, at) => !text.includes(String(at + 1)))).toEqual([]);
    expect(text.split('שורה').length + text.split('הרוש').length - 2).toBeGreaterThanOrEqual(500);
    expect(pdf.pages.length).toBeGreaterThan(8);
    expect(beyond(pdf)).toEqual([]);
  });
});

describe('exports that meet', () => {
  it('of one ticket, by two people at once, are both complete', async () => {
    const ticket = await closed('Twice', 'At the same time.');
    const [one, other] = await Promise.all(['Anja', 'Ben'].map((name) => exported(api, name, ticket, {})));
    for (const dossier of [one, other]) {
      if (dossier === undefined) throw new Error('there are two');
      expect(textOf(readPdf(fileIn(dossier, '.pdf')))).toContain('Atthesametime.');
    }
    const stored = await api.docket.stores.log.readStream(`ticket-${ticket}`);
    expect(stored.filter(({ type }) => type === 'DossierExported')).toHaveLength(2);
  });

  it('with the same wish of one person are one export', async () => {
    const ticket = await closed('Once', 'Asked for twice.');
    const asked = await Promise.all([1, 2].map(() => ben.post(`tickets/${ticket}/dossiers`, {})));
    expect(new Set(asked.map(({ body }) => body.id)).size).toBe(1);
  });
});

describe('a dossier of an erased person', () => {
  it('holds nothing that they said or were called', async () => {
    const admin = api.as('Administrator');
    const { body } = await ben.get('me');
    const contact = (
      await anja.post('contacts', { name: 'Zelda Quagmire', organisation: body.organisation, emails: [], phones: [] })
    ).body.id;
    const opened = await anja.post('tickets', {
      ...{ kind: 'issue', title: 'Quagmire title', description: 'Quagmire text' },
      requester: { contact },
    });
    expect([opened.status, opened.text]).toEqual([201, opened.text]);
    const ticket = opened.body.id ?? '';
    await anja.post(`tickets/${ticket}/reject`, { reason: 'Not ours.' });
    expect(joined(textOf(await printed(ticket)))).toContain('Quagmire');
    const erased = await admin.post(`contacts/${contact ?? ''}/erase`);
    expect([erased.status, erased.text]).toEqual([200, erased.text]);
    const dossier = await exported(api, 'Paula', ticket, { sections: ['overview', 'contact', 'activity', 'logs'] });
    for (const [name, content] of dossier.files)
      expect([name, content.toString('latin1').includes('Quagmire')]).toEqual([name, false]);
    expect(textOf(readPdf(fileIn(dossier, '.pdf')))).not.toContain('Quagmire');
  });
});

describe('a machine whose browser does not print', () => {
  const pathOf = (name: string, script: string): string => {
    const path = join(folder, name);
    writeFileSync(path, script);
    chmodSync(path, 0o700);
    return path;
  };
  const dossier = (browser: string, number: string, file: string) =>
    scriptsFor(api.folder, { PUPPETEER_EXECUTABLE_PATH: browser }).answerOf<{ printedBy: string }>('dossier', number, file);

  it('gives a page to print in place of the PDF where there is none, and nothing at all where it crashes', async () => {
    const ticket = await closed('Without a browser', 'To be printed elsewhere.');
    const { number } = JSON.parse((await anja.get(`tickets/${ticket}`)).text) as { number: string };
    const goOn = await api.pause();
    try {
      const [whole, broken] = [join(folder, 'whole.zip'), join(folder, 'broken.zip')];
      expect((await dossier(join(folder, 'missing'), number, whole)).printedBy).toContain('which is not there');
      const files = await unzipped(readFileSync(whole));
      expect([...files.keys()].sort()).toEqual([`${number}.html`, 'README.txt', 'facts.jsonl', 'manifest.json'].sort());
      expect(files.get(`${number}.html`)?.toString()).toContain('To be printed elsewhere.');
      expect(files.get('README.txt')?.toString()).toContain('no browser on the server');
      await expect(dossier(pathOf('crashes', '#!/bin/sh\nexit 1\n'), number, broken)).rejects.toThrow('could not be printed');
      expect([existsSync(broken), existsSync(`${broken}.partial`)]).toEqual([false, false]);
    } finally {
      await goOn();
    }
  });
});
