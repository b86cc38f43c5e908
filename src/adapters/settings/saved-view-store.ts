import type { OrganisationId, UserId } from '../../domain/kernel/ids';
import { compareBy } from '../../projections/kernel/scalars';
import type { CollectionSpec, Condition, Document, Documents } from '../../projections/kernel/documents.port';
import { sortKey } from '../../projections/kernel/fold';
import type { SavedView, SavedViews } from './saved-views.port';

interface ViewDocument extends Document {
  readonly name: string;
  readonly nameSort: string | null;
  readonly query: string;
  readonly owner: UserId;
  readonly sharedIn: OrganisationId | null;
}

const byName = [{ field: 'nameSort' }, { field: '_id' }];
const collection: CollectionSpec = {
  name: 'saved-views',
  indexes: ['owner', 'sharedIn'].map((field) => ({ fields: [{ field }, { field: 'nameSort' }] })),
};
const mostOfEach = 100;

/** Saved views in the `ops` database. */
export async function savedViewStore(documents: Documents): Promise<SavedViews> {
  await documents.prepare(collection);
  const where = async (condition: Condition): Promise<readonly ViewDocument[]> => {
    const query = { where: [condition], sort: [{ field: 'nameSort' }], limit: mostOfEach };
    return (await documents.find<ViewDocument>(collection.name, query)).items;
  };
  const without = (id: string) => ({ collection: collection.name, id, document: null });
  return {
    async visibleTo({ user, organisation }) {
      const [own, shared] = await Promise.all([
        where({ field: 'owner', eq: user }),
        where({ field: 'sharedIn', eq: organisation }),
      ]);
      const all = new Map([...own, ...shared].map((view) => [view._id, view]));
      return [...all.values()].sort(compareBy(byName)).map(viewOf);
    },
    async find(id) {
      const found = await documents.get<ViewDocument>(collection.name, id);
      return found === null ? null : viewOf(found);
    },
    async put({ id, ...view }) {
      const document: ViewDocument = { _id: id, ...view, nameSort: sortKey(view.name) };
      await documents.write([{ collection: collection.name, id, document }]);
    },
    remove: (id) => documents.write([without(id)]),
    async removeOwned(user) {
      const own = (await where({ field: 'owner', eq: user })).filter(({ sharedIn }) => sharedIn === null);
      await documents.write(own.map(({ _id }) => without(_id)));
    },
  };
}

function viewOf({ _id: id, name, query, owner, sharedIn }: ViewDocument): SavedView {
  return { id, name, query, owner, sharedIn };
}
