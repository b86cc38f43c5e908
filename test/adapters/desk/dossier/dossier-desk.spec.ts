import { Readable } from 'node:stream';
import { dossierDesk, type DossierDeskParts } from '../../../../src/adapters/desk/dossier/dossier-desk';
import { ExportStore, type ExportDocument } from '../../../../src/adapters/desk/dossier/export-store';
import { memoryDocuments } from '../../../../src/adapters/documents/memory.documents';
import { fileVault } from '../../../../src/adapters/files/file-vault';
import { countedIds } from '../../../dsl/command-side';
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
    ...{ createdAt: noon, seenAt: noon, isPrintable: false, file: { ...file }, keyId: file.keyId, wish: '' },
  };
  await exports.add(done);
  const ids = countedIds();
  // Nothing is ever written to its end.
  const queue = { run: () => new Promise<never>(() => undefined) };
  const parts = { ...dossierSource(closed.facts), vault, exports, clock, ids, queue, renderer: { prints: true } };
  return { dossiers: dossierDesk(parts as unknown as DossierDeskParts), done };
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

describe('the start of a dossier', () => {
  const wish = { sections: ['overview'], language: 'en', timeZone: 'UTC', paper: 'a4' } as const;
  const asked = { actor: customerUser, ticket, wish, correlationId: id(80) };

  it('answers with the one that is being written, where all the same was asked for', async () => {
    const { dossiers } = await stage();
    const [first, again] = await Promise.all([dossiers.start(asked), dossiers.start(asked)]);
    const other = await dossiers.start({ ...asked, wish: { ...wish, language: 'fi' } });
    expect([again.id === first.id, other.id === first.id]).toEqual([true, false]);
  });

  it('is refused while five others of the same user are being written, and nobody else has to wait', async () => {
    const { dossiers } = await stage();
    const wishes = ['UTC', 'Europe/Helsinki', 'Europe/Berlin', 'Europe/Paris', 'Europe/Rome', 'Europe/Oslo'];
    const started = await Promise.allSettled(wishes.map((timeZone) => dossiers.start({ ...asked, wish: { ...wish, timeZone } })));
    expect(started.map(({ status }) => status)).toEqual([...Array.from({ length: 5 }, () => 'fulfilled'), 'rejected']);
    expect(started.at(-1)).toMatchObject({ reason: { code: 'conflict' } });
    expect((await dossiers.start({ ...asked, actor: technician })).state).toBe('running');
  });
});
