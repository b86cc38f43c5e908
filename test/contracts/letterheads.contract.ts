import { letterheadStore } from '../../src/adapters/settings/letterhead-store';
import type { Letterheads } from '../../src/adapters/settings/letterheads.port';
import type { Documents } from '../../src/projections/kernel/documents.port';
import { id } from '../dsl/world';

const texts = { name: 'Harbour Machines', address: 'Quay 12\nDublin', footer: 'Registered 123' };
const logo = { png: 'iVBORw0KGgo=', width: 30, height: 10 };
const [monday, tuesday] = ['2026-11-23T12:00:00.000Z', '2026-11-24T12:00:00.000Z'];

/** The contract of letterheads (letterheads.port.ts), for every document store. */
export function letterheadsContract(
  name: string,
  start: () => Promise<{ documents: Documents; dispose: () => Promise<void> }>,
): void {
  describe(`letterheads: ${name}`, () => {
    let under: Awaited<ReturnType<typeof start>>;
    let letterheads: Letterheads;
    beforeEach(async () => {
      under = await start();
      letterheads = await letterheadStore(under.documents);
    });
    afterEach(() => under.dispose());

    it('knows none until one is set, and keeps one for each organisation', async () => {
      expect(await letterheads.of(id(1))).toBeNull();
      await letterheads.set(id(1), { ...texts, logo }, monday);
      expect(await letterheads.of(id(1))).toEqual({ ...texts, logo, version: 1, changedAt: monday });
      expect(await letterheads.of(id(2))).toBeNull();
    });

    it('counts versions, and none where nothing changes', async () => {
      await letterheads.set(id(1), { ...texts, logo }, monday);
      expect(await letterheads.set(id(1), { ...texts, logo }, tuesday)).toMatchObject({ version: 1, changedAt: monday });
      expect(await letterheads.set(id(1), { ...texts, footer: '' }, tuesday)).toEqual({
        ...{ ...texts, footer: '', logo, version: 2, changedAt: tuesday },
      });
    });

    it('keeps a logo that is left out, and removes one that is null', async () => {
      await letterheads.set(id(1), { ...texts, logo }, monday);
      expect((await letterheads.set(id(1), { ...texts, name: 'Other' }, monday)).logo).toEqual(logo);
      expect((await letterheads.set(id(1), { ...texts, logo: null }, monday)).logo).toBeNull();
    });

    it('loses no change of two at once', async () => {
      await Promise.all(['A', 'B', 'C'].map((one) => letterheads.set(id(1), { ...texts, name: one }, monday)));
      expect((await letterheads.of(id(1)))?.version).toBe(3);
    });
  });
}
