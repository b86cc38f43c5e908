import { Readable } from 'node:stream';
import type { FastifyReply } from 'fastify';
import type { DossierExport, Dossiers } from '../../../../src/adapters/desk/dossier/dossiers.port';
import { DossierController, DossierFileController } from '../../../../src/adapters/pages/dossier/dossier.controller';
import { customerUser, ticket } from '../../../projections/desk';
import { id } from '../../../dsl/world';

const kept = { id: id(7), ticket, number: 'CT-000001' } as DossierExport;
const cancelled: string[] = [];
const dossiers = {
  read: () => Promise.resolve(kept),
  cancel: (_: unknown, export_: string) => Promise.resolve(void cancelled.push(export_)).then(() => kept),
  content: () => Promise.resolve({ name: 'CT-000001.zip', bytes: 1, ticket, content: Readable.from(['x']) }),
} as Partial<Dossiers> as Dossiers;
const reply = { header: () => reply } as unknown as FastifyReply;

describe('an export at the address of a ticket', () => {
  const download = (number: string, named: string = kept.id) =>
    new DossierFileController(dossiers).read({ number, export: named }, customerUser, reply);
  const cancel = (number: string) =>
    new DossierController({} as never, dossiers).cancel({ number, export: kept.id }, customerUser);

  it('is downloaded and cancelled there, however its number is written', async () => {
    expect((await download('ct-000001')).getStream()).toBeInstanceOf(Readable);
    await cancel('CT-000001');
    expect(cancelled).toEqual([kept.id]);
  });

  it('is unknown at the address of any other ticket, which the access log would name', async () => {
    await expect(download('CT-000999')).rejects.toMatchObject({ code: 'no-such-route' });
    await expect(cancel('CT-000999')).rejects.toMatchObject({ code: 'no-such-route' });
    await expect(download('CT-000001', 'none')).rejects.toMatchObject({ code: 'no-such-route' });
    expect(cancelled).toEqual([kept.id]);
  });
});
