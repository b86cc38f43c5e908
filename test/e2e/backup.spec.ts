import { copyFileSync, existsSync, mkdirSync, readdirSync, readFileSync, statSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { attachedFiles } from '../../src/adapters/backup/attached-files';
import { openArchive } from '../../src/adapters/backup/archive-reader';
import { openBackup } from '../../src/adapters/backup/restore';
import type { BackupAnswer } from '../../src/adapters/control/control.port';
import { until } from '../dsl/until';
import { offlineMethodsOf, callOptions, contentAt, contentOf, Desk, moveKilled, scratch } from '../adapters/backup/desk';

// The procedure of docs/operations.md, with the demo organisations.

const { at, remove } = scratch();
afterAll(remove);

const { progress, signal } = callOptions;
const backUp = (desk: Desk, name: string): Promise<BackupAnswer> =>
  desk.methods.backup({ file: at(name), keysDays: 30 }, progress, signal);
const restore = (folder: string, archive: string, keys = `${archive}.keys`, force = false) =>
  offlineMethodsOf(at(folder)).restore({ file: at(archive), keys: at(keys), force }, progress, signal);

let early: { readonly content: object; readonly answer: BackupAnswer };
let ticket = '';
let late: object;
let people: Desk['demo'];

beforeAll(async () => {
  const desk = await Desk.start(at('desk'));
  people = desk.demo;
  ticket = await desk.open('Lobby screen stays black');
  await desk.attach(ticket, 'the fuse is gone');
  const content = await contentOf(desk.server.docket);
  early = { content, answer: await backUp(desk, 'early.zip') };
  await desk.eraseBen();
  // Waits until the reactor has destroyed the keys and rebuilt the read models.
  await until(async () => !JSON.stringify(await contentOf(desk.server.docket)).includes('Lobby screen'));
  await backUp(desk, 'late.zip');
  late = await contentOf(desk.server.docket);
  await desk.server.stop();
});

describe('a backup', () => {
  it('writes facts and keys to two archives, readable by their owner only, without read models', async () => {
    expect([statSync(at('early.zip')).mode & 0o777, statSync(at('early.zip.keys')).mode & 0o777]).toEqual([0o600, 0o600]);
    const log = await openArchive(at('early.zip'), 'docket-backup');
    const keys = await openArchive(at('early.zip.keys'), 'docket-keys');
    const folders = new Set(log.manifest.entries.map(({ name }) => name.split('/')[0]));
    expect([...folders].sort()).toEqual(['facts', 'files', 'ops.ndjson']);
    expect(keys.manifest.entries.map(({ name }) => name)).toEqual(['keys.ndjson']);
    expect(keys.manifest.expiresAt).toBe(early.answer.keysExpireAt);
    log.close();
    keys.close();
  });

  it('contains no personal data without its keys', async () => {
    const log = await openArchive(at('early.zip'), 'docket-backup');
    for (const { name } of log.manifest.entries.filter(({ name }) => name.endsWith('.ndjson') && name !== 'ops.ndjson')) {
      for await (const line of log.lines(name)) expect(line).not.toMatch(/Calder|Lobby|black/);
    }
    log.close();
  });

  it('does not overwrite a file, and leaves nothing behind when it fails', async () => {
    const before = readFileSync(at('early.zip'));
    const desk = await Desk.start(at('other'));
    await expect(backUp(desk, 'early.zip')).rejects.toThrow(/exists already and is not overwritten/);
    await expect(backUp(desk, 'nowhere/at-all.zip')).rejects.toThrow(/cannot be written/);
    writeFileSync(at('half.zip.keys'), '');
    await expect(backUp(desk, 'half.zip')).rejects.toThrow(/half.zip.keys exists already/);
    await backUp(desk, 'other.zip');
    await desk.server.stop();
    expect(readFileSync(at('early.zip')).equals(before)).toBe(true);
    expect(readdirSync(at('.')).filter((name) => name.startsWith('half') || name.includes('partial'))).toEqual(['half.zip.keys']);
  });

  it('is consistent while commands arrive', async () => {
    const desk = await Desk.start(at('busy'));
    const stop = new AbortController();
    const opening = (async () => {
      let opened = 0;
      for (; !stop.signal.aborted; opened++) await desk.open(`Screen ${opened}`);
      return opened;
    })();
    const answers = [];
    for (const name of ['busy-1.zip', 'busy-2.zip', 'busy-3.zip']) {
      answers.push(await backUp(desk, name));
      await desk.open(`After ${name}`);
    }
    stop.abort();
    expect(await opening).toBeGreaterThan(3);
    await desk.server.stop();
    expect(new Set(answers.map(({ facts }) => facts)).size).toBeGreaterThan(1);
    for (const [i, { facts, proof }] of answers.entries()) {
      expect(await restore(`busy-restored-${i}`, `busy-${i + 1}.zip`)).toMatchObject({ facts, proof });
    }
  });
});

describe('a restore', () => {
  it('restores equal facts, hashes, facets, read models, secrets and files into an empty folder', async () => {
    const answer = await restore('restored', 'early.zip');
    expect(answer).toMatchObject({
      facts: early.answer.facts,
      proof: early.answer.proof,
      keysDestroyed: 0,
      files: 1,
      tickets: 1,
    });
    expect(readdirSync(at('restored')).sort()).toEqual(['files', 'keys.db', 'lock.db', 'log.db', 'ops.db', 'read.db']);
    expect(await contentAt(at('restored'))).toEqual(early.content);
  });

  it('can be used: tokens are valid, files are readable, new facts follow', async () => {
    const desk = await Desk.start(at('restored'), people);
    const read = (await desk.ask('Ben', 'GET', `tickets/${ticket}`)) as { title: string };
    expect(read.title).toBe('Lobby screen stays black');
    const { stores, vault } = desk.server.docket;
    const [named] = attachedFiles(await stores.log.readStream(`ticket-${ticket}`));
    expect(Buffer.concat((await (await vault.open(named ?? ''))?.toArray()) as Buffer[]).toString()).toBe('the fuse is gone');
    await desk.open('And one more');
    expect(stores.log.logIndexOf(await stores.log.head())).toBeGreaterThan(early.answer.facts);
    await desk.server.stop();
  });

  it('repeats erasures made after the backup of the keys, because the log records them', async () => {
    const answer = await restore('late-log-early-keys', 'late.zip', 'early.zip.keys');
    expect(answer.keysDestroyed).toBeGreaterThan(2);
    const content = await contentAt(at('late-log-early-keys'));
    expect(content).toEqual(late);
    expect(JSON.stringify(content)).not.toMatch(/Calder|Lobby screen/);
  });

  it('keeps erasures made after the backup of the log, because the keys are gone', async () => {
    await restore('early-log-late-keys', 'early.zip', 'late.zip.keys');
    expect(JSON.stringify(await contentAt(at('early-log-late-keys')))).not.toMatch(/Calder|Lobby screen/);
    const files = readdirSync(at('early-log-late-keys')).filter((name) => name.endsWith('.db'));
    for (const file of files) expect(readFileSync(join(at('early-log-late-keys'), file)).includes('Lobby screen')).toBe(false);
  });

  it('rejects a folder with facts, and changes nothing', async () => {
    const before = readFileSync(at('restored/log.db'));
    await expect(restore('restored', 'late.zip')).rejects.toThrow(
      /is not empty \(.*log.db.*\)\. Nothing was changed\. Set DATA_DIR/,
    );
    expect(readFileSync(at('restored/log.db')).equals(before)).toBe(true);
  });

  it('rejects a folder with keys but no log, because these keys may be the only copy', async () => {
    mkdirSync(at('keys-only'));
    copyFileSync(at('restored/keys.db'), at('keys-only/keys.db'));
    await expect(restore('keys-only', 'early.zip')).rejects.toThrow(/is not empty \(keys\.db\)/);
  });

  it('starts again after a crash while files were moved into place', async () => {
    mkdirSync(at('killed/restoring/files'), { recursive: true });
    for (const name of ['restoring/log.db', 'restoring/keys.db', 'ops.db', 'read.db'])
      writeFileSync(at(`killed/${name}`), 'half');
    expect(await restore('killed', 'early.zip')).toMatchObject({ facts: early.answer.facts });
  });

  it('starts again after an earlier crash, and no server starts meanwhile', async () => {
    const order = { file: at('early.zip'), keys: at('early.zip.keys'), force: false };
    for (const steps of [0, 1, 2]) {
      await moveKilled({ folder: at('killed-early'), work: { restore: order }, steps });
      await expect(contentAt(at('killed-early'))).rejects.toThrow(/contains an unfinished restore\. Run the same/);
      expect(readdirSync(at('killed-early')).sort()).toEqual(['lock.db', 'restoring']);
    }
    expect(await restore('killed-early', 'early.zip')).toMatchObject({ facts: early.answer.facts, proof: early.answer.proof });
    expect(await contentAt(at('killed-early'))).toEqual(early.content);
  });

  it('is complete after a crash when every file was in place', async () => {
    await restore('killed-late', 'early.zip');
    mkdirSync(at('killed-late/restoring'));
    writeFileSync(at('killed-late/restoring/lock.db'), '');
    expect(await contentAt(at('killed-late'))).toEqual(early.content);
  });

  it('rejects a folder that a server uses', async () => {
    const desk = await Desk.start(at('taken'));
    await expect(restore('taken', 'early.zip')).rejects.toThrow(/in use by another Docket process/);
    await desk.server.stop();
  });

  it('rejects the keys of another log', async () => {
    await expect(restore('nothing', 'early.zip', 'other.zip.keys')).rejects.toThrow(/has the keys of one log/);
    expect(existsSync(at('nothing'))).toBe(false);
  });

  it('rejects expired keys unless forced', async () => {
    const order = { file: at('early.zip'), keys: at('early.zip.keys'), signal, now: early.answer.keysExpireAt };
    await expect(openBackup({ ...order, force: false })).rejects.toThrow(/expired at .*--force/);
    (await openBackup({ ...order, force: true })).close();
  });

  it.each([0.1, 0.5, 0.9])('detects a changed byte at %p of the archive before anything is created', async (where) => {
    const bytes = readFileSync(at('early.zip'));
    const place = Math.floor(bytes.length * where);
    bytes.writeUInt8(bytes.readUInt8(place) ^ 1, place);
    writeFileSync(at('damaged.zip'), bytes);
    await expect(restore('nothing', 'damaged.zip', 'early.zip.keys')).rejects.toThrow(/damaged|cannot be read as a backup/);
    expect(existsSync(at('nothing'))).toBe(false);
  });

  it('rejects a truncated archive, a missing one, and swapped ones', async () => {
    writeFileSync(at('cut.zip'), readFileSync(at('early.zip')).subarray(0, 2_000));
    await expect(restore('nothing', 'cut.zip', 'early.zip.keys')).rejects.toThrow(/cannot be read as a backup/);
    await expect(restore('nothing', 'missing.zip', 'early.zip.keys')).rejects.toThrow(/cannot be read as a backup.*ENOENT/);
    await expect(restore('nothing', 'early.zip.keys', 'early.zip')).rejects.toThrow(
      /is not a backup of facts.* but a backup of keys/,
    );
  });
});
