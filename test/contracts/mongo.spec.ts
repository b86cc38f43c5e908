import { randomUUID } from 'node:crypto';
import { mongoDocuments } from '../../src/adapters/documents/mongo/documents';
import { OutcomeUncertain, StoreRefused, StoreUnavailable } from '../../src/adapters/eventstore/errors';
import { leasesSpec, tryLease } from '../../src/adapters/runner/lease';
import { DocumentRefused, LeaseLost, type Documents } from '../../src/projections/kernel/documents.port';
import { drop, runnerOf, smallDesk, totals } from '../adapters/runner/small-desk';
import { until } from '../dsl/until';
import { oldMongod } from '../servers/old-mongod';
import { mongoChoice, type MongoServer } from '../servers/mongodb';

const notes = { name: 'notes', indexes: [{ fields: [{ field: 'n' }] }] };
const put = (id: string, n: number) => ({ collection: 'notes', id, document: { _id: id, n } });

const choice = mongoChoice();
if ('reason' in choice) {
  test.skip(`what only MongoDB does: ${choice.reason}`, () => undefined);
} else {
  describe(`what only MongoDB does: ${choice.name}`, () => {
    let server: MongoServer;
    let database: string;
    let store: Documents;
    const connect = (options = '') =>
      mongoDocuments({ url: `${server.url}${server.url.includes('?') ? '&' : '?'}${options}`, database, durability: 'full' });
    const patient = 'retryReads=false&retryWrites=false';
    beforeAll(async () => {
      server = await choice.start();
    });
    afterAll(() => server.stop());
    beforeEach(async () => {
      database = randomUUID();
      store = await connect(patient);
      await store.prepare(notes);
    });
    afterEach(() => store.close());

    describe('several processes', () => {
      test('20 of them put one document at 20 positions: the highest stays (MG1)', async () => {
        const stores = await Promise.all(Array.from({ length: 20 }, () => connect()));
        const at = (i: number): number => (i * 7) % 20;
        await Promise.all(stores.map((one, i) => one.write([put('one', at(i))], { position: String(at(i)).padStart(3, '0') })));
        expect(await store.get('notes', 'one')).toEqual({ _id: 'one', n: 19 });
        await Promise.all(stores.map((one) => one.close()));
      });

      test('an older write that comes after a deletion does not bring the document back, a newer one does', async () => {
        await store.write([put('a', 1)], { position: '01' });
        await store.write([{ collection: 'notes', id: 'a', document: null }], { position: '03' });
        await store.write([put('a', 2)], { position: '02' });
        expect(await store.get('notes', 'a')).toBeNull();
        expect(await store.count('notes', [])).toBe(0);
        expect((await store.find('notes', { where: [], sort: [{ field: 'n' }], limit: 9 })).items).toEqual([]);
        expect(await store.getPositioned('notes', ['a'])).toEqual(new Map([['a', { document: null, position: '03' }]]));
        await store.write([put('a', 4)], { position: '04' });
        expect(await store.get('notes', 'a')).toEqual({ _id: 'a', n: 4 });
      });

      test('of two, one has the lease; what the other still writes with its old token is refused (P8)', async () => {
        const other = await connect();
        await store.prepare(leasesSpec);
        let now = '2026-11-23T08:00:00.000Z';
        const ask = (ops: Documents, holder: string) =>
          tryLease({ ops, name: 'runner', holder, clock: { now: () => now }, ttlMs: 10_000, exclusive: false });
        const both = await Promise.all([ask(store, 'one'), ask(other, 'other')]);
        const [first] = both.filter((lease) => lease !== null);
        expect([both.filter((lease) => lease !== null).length, first?.token]).toEqual([1, 1]);
        now = '2026-11-23T08:01:00.000Z';
        const second = await ask(other, 'third');
        expect(second?.token).toBe(2);
        await other.write([], { checkpoints: [{ name: 'notes', position: '09', token: 2 }] });
        const late = store.write([put('late', 1)], {
          position: '05',
          checkpoints: [{ name: 'notes', position: '05', token: 1 }],
        });
        await expect(late).rejects.toThrow(LeaseLost);
        expect(await store.get('notes', 'late')).toBeNull();
        await Promise.all([first?.release(), second?.release()]);
        await other.close();
      });

      test('a collection another one has dropped is unknown at once, not empty', async () => {
        const other = await connect();
        expect(await other.count('notes', [])).toBe(0);
        await store.drop('notes');
        await expect(other.find('notes', { where: [], limit: 1 })).rejects.toThrow(/prepare it first/);
        await other.close();
      });
    });

    describe('a network that fails', () => {
      test('an answer lost after the write is uncertain; written again, nothing changes', async () => {
        server.gate.inject('insert', { kind: 'drop-answer' });
        const at = { position: '07', checkpoints: [{ name: 'notes', position: '07' }] };
        await expect(store.write([put('a', 1)], at)).rejects.toThrow(OutcomeUncertain);
        expect([await store.get('notes', 'a'), await store.checkpoint('notes')]).toEqual([{ _id: 'a', n: 1 }, null]);
        await store.write([put('a', 1)], at);
        expect([await store.count('notes', []), await store.checkpoint('notes')]).toEqual([1, { name: 'notes', position: '07' }]);
      });

      test('a connection cut before the write leaves nothing, and the next one works', async () => {
        server.gate.inject('insert', { kind: 'cut' });
        await expect(store.write([put('a', 1)])).rejects.toThrow(OutcomeUncertain);
        expect(await store.get('notes', 'a')).toBeNull();
        server.gate.inject('find', { kind: 'cut' });
        await expect(store.get('notes', 'a')).rejects.toThrow(StoreUnavailable);
        await store.write([put('a', 1)]);
      });

      test('a slow answer is waited for, one that does not come is given up', async () => {
        await store.write([put('a', 1)]);
        server.gate.inject('find', { kind: 'trickle', bytes: 16, ms: 1 });
        expect(await store.get('notes', 'a')).toEqual({ _id: 'a', n: 1 });
        const hasty = await connect(`${patient}&socketTimeoutMS=200`);
        await hasty.get('notes', 'a');
        server.gate.inject('find', { kind: 'hold', ms: 1_000 });
        await expect(hasty.get('notes', 'a')).rejects.toThrow(StoreUnavailable);
        await hasty.close();
      });

      test('a server that goes and comes back: refused while it is away, and nothing is lost', async () => {
        const brief = await connect('serverSelectionTimeoutMS=300');
        await brief.write([put('a', 1)]);
        await server.gate.refuse();
        await expect(brief.get('notes', 'a')).rejects.toThrow(StoreUnavailable);
        await expect(brief.write([put('b', 1)])).rejects.toThrow(/MongoDB does not answer|did not say/);
        await expect(connect('serverSelectionTimeoutMS=300')).rejects.toThrow(/does not answer.*ECONNREFUSED.*MONGODB_URL/);
        await server.gate.accept();
        await until(async () => (await brief.get('notes', 'a').catch(() => null)) !== null);
        await brief.close();
      });
    });

    describe('a replica set', () => {
      test('what must last is asked for in the journal of a majority, what can be made again in the memory of one', async () => {
        await store.write([put('a', 1)]);
        expect(server.gate.last('insert')?.['writeConcern']).toEqual({ w: 'majority', j: true });
        const models = await mongoDocuments({ url: server.url, database, durability: 'normal' });
        await models.write([put('b', 1)]);
        expect(server.gate.last('insert')?.['writeConcern']).toEqual({ w: 'majority' });
        await models.close();
      });

      test('a write that no majority has may be taken back: uncertain, also where a key refused its neighbour', async () => {
        const writeConcernError = { code: 64, codeName: 'WriteConcernFailed', errmsg: 'waiting for replication timed out' };
        const writeErrors = [{ index: 0, code: 11_000, errmsg: 'E11000 duplicate key error' }];
        for (const more of [{ n: 2 }, { n: 1, writeErrors }]) {
          server.gate.inject('insert', { kind: 'answer', document: { ok: 1, ...more, writeConcernError } });
          await expect(store.write([put('a', 1), put('b', 2)])).rejects.toThrow(OutcomeUncertain);
        }
      });

      test('its primary compacts only when forced, and a server that does not compact holds nothing up', async () => {
        const busy = {
          ok: 0,
          code: 20,
          codeName: 'IllegalOperation',
          errmsg: 'will not run compact on an active replica set primary',
        };
        server.gate.inject('compact', { kind: 'answer', document: busy });
        await store.compact();
        expect(server.gate.last('compact')).toMatchObject({ compact: 'notes', force: true });
        server.gate.inject('compact', { kind: 'cut' });
        await expect(store.compact()).rejects.toThrow(OutcomeUncertain);
      });

      test('a compaction and an index may take longer than a request', async () => {
        await store.close();
        store = await connect(`${patient}&socketTimeoutMS=300`);
        server.gate.inject('compact', { kind: 'hold', ms: 600 });
        await store.compact();
        server.gate.inject('createIndexes', { kind: 'hold', ms: 600 });
        await store.prepare({ ...notes, indexes: [...notes.indexes, { fields: [{ field: 'title' }] }] });
      });
    });

    test('indexes that the server cannot build: the start says why, and what is there stays', async () => {
      await store.write([put('a', 1)]);
      const document = { ok: 0, code: 67, codeName: 'CannotCreateIndex', errmsg: 'too many indexes' };
      server.gate.inject('createIndexes', { kind: 'answer', document });
      const more = { ...notes, indexes: [...notes.indexes, { fields: [{ field: 'title' }] }] };
      await expect(store.prepare(more)).rejects.toThrow(/notes: MongoDB cannot build its indexes: too many indexes.*put right/);
      expect(await store.get('notes', 'a')).toEqual({ _id: 'a', n: 1 });
      await store.prepare(more);
    });

    test('a collection that a late worker made again after it was dropped is seen, and can be dropped', async () => {
      const other = await connect();
      await other.get('notes', 'a');
      await store.drop('notes');
      await other.write([put('late', 1)]);
      expect(await store.collections()).toContain('notes');
      await store.drop('notes');
      expect(await store.collections()).not.toContain('notes');
      await other.close();
    });

    describe('a server that cannot be used', () => {
      test('a name that resolves to nothing, and what is no connection string', async () => {
        const at = (url: string) => mongoDocuments({ url, database, durability: 'normal' });
        await expect(at('mongodb://nowhere.invalid:1/?serverSelectionTimeoutMS=300')).rejects.toThrow(/nowhere\.invalid/);
        await expect(at('mongodb://')).rejects.toThrow(StoreRefused);
      });

      test('a user it does not know: refused, and the password is not told', async () => {
        const url = server.url.replace('mongodb://', 'mongodb://docket:s3cret@');
        const refused: unknown = await mongoDocuments({ url, database, durability: 'normal' }).catch((error: unknown) => error);
        expect(refused).toBeInstanceOf(StoreRefused);
        expect(String(refused)).toMatch(/user and password/);
        expect(String(refused)).not.toContain('s3cret');
      });
    });

    test('a server that is too old: refused, with the version that is needed', async () => {
      const old = await oldMongod();
      const refused: unknown = await mongoDocuments({
        url: `${old.url}?serverSelectionTimeoutMS=500`,
        database,
        durability: 'normal',
      }).catch((error: unknown) => error);
      old.server.close();
      expect(refused).toBeInstanceOf(StoreRefused);
      expect(String(refused)).toMatch(/MongoDB 4\.4 or later/);
    });

    describe('indexes', () => {
      test('one that cannot be built names the document; the others stay, and so do the documents', async () => {
        await store.write([put('a', 1), put('b', 1)]);
        const unique = { name: 'notes', indexes: [{ fields: [{ field: 'n' }], unique: true as const }] };
        await expect(store.prepare(unique)).rejects.toThrow(DocumentRefused);
        await expect(store.prepare(unique)).rejects.toThrow(/notes\/b: another document has the same n/);
        expect(await store.count('notes', [{ field: 'n', eq: 1 }])).toBe(2);
        await store.write([put('b', 2)]);
        await store.prepare(unique);
        await expect(store.write([put('c', 2)])).rejects.toThrow(/same n/);
      });
    });

    describe('the runner', () => {
      test('killed between the documents and the checkpoint: every coin is counted once (P1)', async () => {
        const desk = { ...smallDesk(), read: store };
        for (let n = 1; n <= 30; n++) await drop(desk.store, { box: n % 2 === 0 ? 'even' : 'odd', value: n });
        const stopped = { ...store, write: killedBeforeCheckpoint(store) };
        const first = runnerOf({ ...desk, read: stopped }, [totals()]);
        await first.start();
        await until(async () => (await store.get('totals@1-1', 'all')) !== null);
        expect(await store.checkpoint('totals@1-1')).toBeNull();
        await first.stop();
        await drop(desk.store, { box: 'odd', value: 31 });
        const second = runnerOf(desk, [totals()]);
        await second.start();
        await until(async () => (await second.readModels.get('totals', 'all'))?.['coins'] === 31);
        expect(await second.readModels.get('totals', 'all')).toEqual({ _id: 'all', coins: 31, sum: 496 });
        expect(await second.readModels.get('totals', 'odd')).toEqual({ _id: 'odd', coins: 16, sum: 256 });
        await second.stop();
      });
    });
  });
}

/** Writes the documents and dies before the checkpoint, as a killed process does. */
function killedBeforeCheckpoint(store: Documents): Documents['write'] {
  return async (writes, options = {}) => {
    const { position, checkpoints } = options;
    await store.write(writes, position === undefined ? {} : { position });
    if (checkpoints !== undefined) throw new Error('killed');
  };
}
