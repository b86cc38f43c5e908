import { Readable } from 'node:stream';
import { dossierDesk, type DossierDeskParts } from '../../../../src/adapters/desk/dossier/dossier-desk';
import { ExportStore, type ExportDocument } from '../../../../src/adapters/desk/dossier/export-store';
import { memoryDocuments } from '../../../../src/adapters/documents/memory.documents';
import { fileVault } from '../../../../src/adapters/files/file-vault';
import { dossierSource } from '../../../dsl/dossier-source';
import { id, noon } from '../../../dsl/world';
import * as desk from '../../../projections/desk';
import { memoryBlobStore, memoryKeys } from '../../rest/memory-files';

const { customerUser, technician, ticket, without } = desk;
const closed = desk
  .chronicle()
  .ticket(ticket, desk.opened())
  .ticket(ticket, desk.say.everyone('TicketClosed', { resolution: 'rejected', primary: null }));

/** A desk that keeps one finished dossier with logs of the technician. */
async function stage() {
  const vault = fileVault(memoryBlobStore(), memoryKeys());
  const clock = { now: () => noon };
  const exports = await ExportStore.open({ documents: memoryDocuments(), vault, clock });
  const file = await vault.keep(Readable.from([Buffer.from('a zip')]));
  const done: ExportDocument = {
    ...{ _id: id(70), user: technician.user, ticket, number: 'CT-000001', sections: ['overview', 'logs'], state: 'done' },
    ...{ createdAt: noon, seenAt: noon, isPrintable: false, file: { ...file }, keyId: file.keyId },
  };
  await exports.add(done);
  const parts = { ...dossierSource(closed.facts), vault, exports, clock };
  return { dossiers: dossierDesk(parts as Partial<DossierDeskParts> as DossierDeskParts), done };
}

describe('the download of a dossier (S4.51, S4.53)', () => {
  it('is for the one who asked, as long as they have the rights that it took', async () => {
    const { dossiers, done } = await stage();
    expect((await dossiers.content(technician, done._id)).ticket).toBe(ticket);
    const noLogs = without(technician, 'audit.read-log');
    await expect(dossiers.content(noLogs, done._id)).rejects.toMatchObject({ code: 'not-permitted' });
    const moved = { ...technician, organisation: desk.stranger };
    await expect(dossiers.content(moved, done._id)).rejects.toMatchObject({ code: 'unknown' });
    await expect(dossiers.content(customerUser, done._id)).rejects.toMatchObject({ code: 'unknown' });
  });
});
