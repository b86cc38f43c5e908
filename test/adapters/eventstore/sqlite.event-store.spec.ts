import { chmodSync, closeSync, mkdtempSync, openSync, rmSync, statSync, writeFileSync, writeSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import Database from 'better-sqlite3';
import { OutcomeUncertain, StoreCorrupted, StoreUnavailable } from '../../../src/adapters/eventstore/errors';
import { SqliteEventStore } from '../../../src/adapters/eventstore/sqlite/event-store';
import type { SqliteWriter } from '../../../src/adapters/eventstore/sqlite/writer';
import { beginning, draft, encoded, plain } from '../../contracts/event-store.facts';
import { withoutRights } from '../data-folder/without-rights';

interface Inside {
  readonly reader: Database.Database;
  readonly writer: SqliteWriter;
}
const inside = (store: SqliteEventStore): Inside => store as unknown as Inside;

describe('SQLite event store', () => {
  let folder: string;
  let file: string;
  let store: SqliteEventStore | null;
  beforeEach(() => {
    folder = mkdtempSync(join(tmpdir(), 'docket-log-'));
    file = join(folder, 'log.db');
    store = null;
  });
  afterEach(async () => {
    await store?.close();
    rmSync(folder, { recursive: true });
  });

  const opened = async (maxPages?: number): Promise<SqliteEventStore> =>
    (store = await SqliteEventStore.open(maxPages === undefined ? { file } : { file, maxPages }));
  const bulky = (stream: string): ReturnType<typeof encoded> =>
    encoded(beginning, draft(stream, { data: { text: 'x'.repeat(400_000) } }));

  it('commits durably on every connection (synchronous = FULL)', async () => {
    const { reader, writer } = inside(await opened());
    expect(writer.ready.synchronous).toBe(2);
    expect(reader.pragma('synchronous', { simple: true })).toBe(2);
    expect(reader.pragma('journal_mode', { simple: true })).toBe('wal');
  });

  it('keeps facts, positions and its identity across a restart', async () => {
    const first = await opened();
    await first.append('ticket-a', -1, await plain('ticket-a', 3));
    const before = await first.readAll(null, 10);
    await first.close();
    expect(statSync(folder).isDirectory() && !statSync(`${file}-wal`, { throwIfNoEntry: false })).toBe(true);
    const second = await opened();
    expect(await second.readAll(null, 10)).toEqual(before);
    expect(second.logId).toBe(first.logId);
    expect(second.description).toMatch(/^SQLite 3\.\d+/);
  });

  it('writes nothing when the disk is full, and continues once there is room', async () => {
    const small = await opened(150);
    await small.append('ticket-a', -1, await bulky('ticket-a'));
    await expect(small.append('ticket-b', -1, await bulky('ticket-b'))).rejects.toThrow(
      'nothing was written because the disk of the data folder is full. Free some space, then try again (database or disk is full)',
    );
    await small.append('ticket-b', -1, await plain('ticket-b'));
    await small.close();
    const roomy = await opened();
    expect((await roomy.readAll(null, 10)).map(({ stream, logIndex }) => [stream, logIndex])).toEqual([['ticket-a', 1], ['ticket-b', 2]]); // prettier-ignore
    await roomy.append('ticket-c', -1, await bulky('ticket-c'));
  });

  it('fails only the append that does not fit when several share a commit', async () => {
    const small = await opened(150);
    await small.append('ticket-a', -1, await bulky('ticket-a'));
    const appends = [await plain('ticket-b'), await bulky('ticket-c'), await plain('ticket-d')];
    const outcomes = await Promise.allSettled(appends.map((facts) => small.append(facts[0]?.stream ?? '', -1, facts)));
    expect(outcomes.map(({ status }) => status)).toEqual(['fulfilled', 'rejected', 'fulfilled']);
    expect((await small.readAll(null, 10)).map(({ stream, logIndex }) => [stream, logIndex])).toEqual([['ticket-a', 1], ['ticket-b', 2], ['ticket-d', 3]]); // prettier-ignore
  });

  it('reports an uncertain outcome when the writer thread dies, then rejects appends', async () => {
    const broken = await opened();
    const facts = await plain('ticket-a');
    const [outcome] = await Promise.allSettled([broken.append('ticket-a', -1, facts), inside(broken).writer.thread.terminate()]);
    expect(outcome).toMatchObject({ status: 'rejected', reason: expect.any(OutcomeUncertain) as unknown });
    await expect(broken.append('ticket-b', -1, await plain('ticket-b'))).rejects.toThrow(
      'the writer thread of the event store has stopped. Restart the server',
    );
    expect(await broken.readStream('ticket-b')).toEqual([]);
  });

  it('skips facts that the type filter rejects, except the last of a batch', async () => {
    const log = await opened();
    const types = ['MergeAgreed', 'TicketQualified', 'TicketQualified', 'TicketQualified', 'TicketQualified'];
    await log.append('ticket-a', -1, await encoded(beginning, ...types.map((type) => draft('ticket-a', { type }))));
    const batches: (readonly number[])[] = [];
    const abort = new AbortController();
    for await (const batch of log.subscribe(null, 3, abort.signal, (type) => type === 'MergeAgreed')) {
      batches.push(batch.map(({ logIndex }) => logIndex));
      if (batches.length === 2) abort.abort();
    }
    expect(batches).toEqual([[1, 3], [5]]);
  });

  it('throws StoreCorrupted for a file that is damaged or not a log', async () => {
    writeFileSync(file, 'this was a log once, but somebody saved a letter over it '.repeat(100));
    await expect(opened()).rejects.toThrow(StoreCorrupted);
    await expect(opened()).rejects.toThrow(`${file} is damaged (file is not a database). Stop the server`);
  });

  it('throws StoreCorrupted when a read finds damage', async () => {
    const first = await opened();
    await first.append('ticket-a', -1, await bulky('ticket-a'));
    await first.close();
    const handle = openSync(file, 'r+');
    for (let page = 1; page < 100; page++) writeSync(handle, Buffer.alloc(2000, 0xff), 0, 2000, page * 4096);
    closeSync(handle);
    await expect(opened().then((damaged) => damaged.readAll(null, 10))).rejects.toThrow(StoreCorrupted);
  });

  it('rejects appends and fails its health check once damage was found', async () => {
    const first = await opened();
    await first.append('ticket-a', -1, await bulky('ticket-a'));
    await first.close();
    const handle = openSync(file, 'r+');
    for (let page = 8; page < 100; page++) writeSync(handle, Buffer.alloc(2000, 0xff), 0, 2000, page * 4096);
    closeSync(handle);
    const damaged = await opened();
    expect(await damaged.head()).not.toBeNull();
    await expect(damaged.readAll(null, 10)).rejects.toThrow(StoreCorrupted);
    await expect(damaged.head()).rejects.toThrow(StoreCorrupted);
    await expect(damaged.append('ticket-b', -1, await bulky('ticket-b'))).rejects.toThrow(StoreCorrupted);
    expect(await damaged.readStream('ticket-b')).toEqual([]);
  });

  it('throws StoreUnavailable for a folder without write access', async () => {
    await (await opened()).close();
    chmodSync(folder, 0o555);
    await withoutRights(async () => {
      await expect(SqliteEventStore.open({ file })).rejects.toThrow(StoreUnavailable);
      await expect(SqliteEventStore.open({ file: join(folder, 'new.db') })).rejects.toThrow(
        'the event store cannot be opened. Check that',
      );
    });
  });

  it('refuses a log with a newer format', async () => {
    await (await opened()).close();
    const db = new Database(file);
    db.prepare("UPDATE meta SET value = '2' WHERE name = 'format'").run();
    db.close();
    await expect(opened()).rejects.toThrow(`${file} has format 2 of a newer version, but this version reads up to 1`);
  });
});
