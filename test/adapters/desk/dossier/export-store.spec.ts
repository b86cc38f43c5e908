import { Readable } from 'node:stream';
import { ExportStore, type ExportDocument } from '../../../../src/adapters/desk/dossier/export-store';
import { memoryDocuments } from '../../../../src/adapters/documents/memory.documents';
import { fileVault } from '../../../../src/adapters/files/file-vault';
import { actor, id, noon } from '../../../dsl/world';
import { memoryKeys } from '../../../adapters/rest/memory-files';
import { memoryBlobStore } from '../../rest/memory-files';

const otto = actor({ user: id(1), organisation: id(2), organisationKind: 'partner' });

async function stage() {
  const vault = fileVault(memoryBlobStore(), memoryKeys());
  const exports = await ExportStore.open({ documents: memoryDocuments(), vault, clock: { now: () => noon } });
  const file = await vault.keep(Readable.from([Buffer.from('a zip')]));
  const running: ExportDocument = {
    ...{ _id: id(10), user: otto.user, ticket: id(3), number: 'CT-000001', sections: ['overview'], state: 'running', file: null },
    ...{ createdAt: noon, seenAt: noon, isPrintable: false },
  };
  const done: ExportDocument = { ...running, _id: id(11), state: 'done', file: { ...file } };
  await exports.add(running);
  await exports.add(done);
  return { exports, vault, file, running, done };
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
