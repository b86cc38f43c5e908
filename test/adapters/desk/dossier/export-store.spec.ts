import { Readable } from 'node:stream';
import { day } from '../../../../src/domain/kernel/instant';
import { ExportStore, sweepExports, type ExportDocument } from '../../../../src/adapters/desk/dossier/export-store';
import { memoryDocuments } from '../../../../src/adapters/documents/memory.documents';
import { fileVault } from '../../../../src/adapters/files/file-vault';
import { stoppedClock } from '../../../dsl/command-side';
import { until } from '../../../dsl/until';
import { actor, id, noon } from '../../../dsl/world';
import { memoryKeys } from '../../../adapters/rest/memory-files';
import { memoryBlobStore } from '../../rest/memory-files';

const otto = actor({ user: id(1), organisation: id(2), organisationKind: 'partner' });

async function stage() {
  const [keys, blobs] = [memoryKeys(), memoryBlobStore()];
  const vault = fileVault(blobs, keys);
  const clock = stoppedClock();
  const documents = memoryDocuments();
  const exports = await ExportStore.open({ documents, vault, clock });
  const file = await vault.keep(Readable.from([Buffer.from('a zip')]));
  const running: ExportDocument = {
    ...{ _id: id(10), user: otto.user, ticket: id(3), number: 'CT-000001', sections: ['overview'], state: 'running', file: null },
    ...{ keyId: null, wish: '' },
    ...{ createdAt: noon, seenAt: noon, isPrintable: false },
  };
  const done: ExportDocument = { ...running, _id: id(11), state: 'done', file: { ...file } };
  await exports.add(running);
  await exports.add(done);
  return { exports, vault, keys, clock, documents, file, running, done };
}

describe('exports beside an erasure (rule 7, S4.51)', () => {
  it('discards every finished ZIP, so that nothing erased is read from one', async () => {
    const { exports, vault, file, done } = await stage();
    await exports.discardAll();
    await expect(exports.of(otto, done._id)).rejects.toMatchObject({ code: 'unknown' });
    expect(await vault.open(file.sha256)).toBeNull();
  });

  it('does not let one that was being written end as done', async () => {
    const { exports, running } = await stage();
    await exports.discardAll();
    expect(await exports.change(running._id, { state: 'done' })).toBe(false);
    expect(await exports.list(otto, running.ticket)).toEqual([]);
  });
});

describe('an export after its day (S4.51)', () => {
  it('is discarded with its key, although nobody asks for another one', async () => {
    const { exports, vault, clock, file } = await stage();
    const failures: unknown[] = [];
    const sweep = sweepExports(exports, (error) => failures.push(error), 5);
    clock.pass(day - 1);
    expect(await vault.open(file.sha256)).not.toBeNull();
    clock.pass(2);
    await until(async () => (await vault.open(file.sha256)) === null, 'the end of the ZIP');
    await sweep.close();
    expect(failures).toEqual([]);
  });

  it('is discarded when a server starts', async () => {
    const { exports, vault, clock, file } = await stage();
    clock.pass(day + 1);
    await sweepExports(exports, () => undefined).close();
    expect(await vault.open(file.sha256)).toBeNull();
  });

  it('takes the key along of a ZIP whose server was killed before it could name the file', async () => {
    const { exports, vault, keys, clock, running } = await stage();
    const note = async (keyId: string) => {
      await exports.change(running._id, { keyId });
    };
    const { keyId } = await vault.keep(Readable.from([Buffer.from('left behind')]), note);
    clock.pass(day + 1);
    await exports.discardOld();
    expect((await keys.open([keyId])).get(keyId) ?? null).toBeNull();
  });
});

describe('a change of an export', () => {
  it('is not lost to a sign of life that comes between', async () => {
    const { exports, running, file } = await stage();
    const changes = Array.from({ length: 5 }, () => exports.change(running._id, { seenAt: noon }));
    const named = exports.change(running._id, { file: { ...file } });
    expect(await Promise.all([...changes, named])).toEqual(Array.from({ length: 6 }, () => true));
    expect((await exports.of(otto, running._id)).file).toEqual(file);
  });
});
