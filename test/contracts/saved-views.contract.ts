import type { Documents } from '../../src/projections/kernel/documents.port';
import { savedViewStore } from '../../src/adapters/settings/saved-view-store';
import type { SavedView, SavedViews } from '../../src/adapters/settings/saved-views.port';
import { id } from '../dsl/world';

const [ada, ben, eve] = [id(11), id(12), id(13)];
const [ours, theirs] = [id(1), id(2)];
const view = (number: number, values: Partial<SavedView> = {}): SavedView => ({
  ...{ id: id(100 + number), name: `View ${number}`, query: 'scope=all', owner: ada, sharedIn: null },
  ...values,
});

/** The contract of saved views (saved-views.port.ts), for every document store. */
export function savedViewsContract(
  name: string,
  start: () => Promise<{ documents: Documents; dispose: () => Promise<void> }>,
): void {
  describe(`saved views: ${name}`, () => {
    let under: Awaited<ReturnType<typeof start>>;
    let views: SavedViews;
    beforeEach(async () => {
      under = await start();
      views = await savedViewStore(under.documents);
    });
    afterEach(() => under.dispose());
    const namesFor = async (user: string, organisation: string) =>
      (await views.visibleTo({ user, organisation })).map((one) => one.name);

    it('shows their owner all of them by name, whatever case and numbers they are written in', async () => {
      for (const one of [view(1, { name: 'zebra' }), view(2, { name: 'Late 10' }), view(3, { name: 'late 9' })])
        await views.put(one);
      expect(await namesFor(ada, ours)).toEqual(['late 9', 'Late 10', 'zebra']);
    });

    it('shows nobody else a view that is not shared', async () => {
      await views.put(view(1));
      expect([await namesFor(ben, ours), await namesFor(eve, theirs)]).toEqual([[], []]);
    });

    it('shows a shared view once to everybody of its organisation, and to no other organisation', async () => {
      await views.put(view(1, { sharedIn: ours }));
      expect([await namesFor(ada, ours), await namesFor(ben, ours), await namesFor(eve, theirs)]).toEqual([
        ['View 1'],
        ['View 1'],
        [],
      ]);
    });

    it('replaces the view with the same id, and is found by it also after a restart', async () => {
      await views.put(view(1));
      await views.put(view(1, { name: 'Renamed', sharedIn: ours }));
      const again = await savedViewStore(under.documents);
      expect(await again.find(id(101))).toEqual(view(1, { name: 'Renamed', sharedIn: ours }));
      expect(await again.find(id(999))).toBeNull();
    });

    it('removes a view for good, and nothing where there is none', async () => {
      await views.put(view(1));
      await views.remove(id(101));
      await views.remove(id(101));
      expect([await views.find(id(101)), await namesFor(ada, ours)]).toEqual([null, []]);
    });

    it("removes a user's private views together, and keeps the shared and other users' ones", async () => {
      await views.put(view(1));
      await views.put(view(2));
      await views.put(view(3, { sharedIn: ours }));
      await views.put(view(4, { owner: ben }));
      await views.removeOwned(ada);
      await views.removeOwned(eve);
      expect([await namesFor(ada, theirs), await namesFor(eve, ours), await namesFor(ben, theirs)]).toEqual([
        ['View 3'],
        ['View 3'],
        ['View 4'],
      ]);
    });
  });
}
