import type { CollectionSpec, Document, Documents } from '../../projections/kernel/documents.port';
import { sortKey } from '../../projections/kernel/fold';
import { mostTemplates, type AnswerTemplateStore, type StoredTemplate, type TemplateOwner } from './answer-templates.port';

interface TemplateDocument extends Document {
  /** `user:<id>` or `organisation:<id>`. */
  readonly owner: string;
  readonly name: string;
  readonly nameSort: string | null;
  readonly text: string;
}

const collection: CollectionSpec = {
  name: 'answer-templates',
  indexes: [{ fields: [{ field: 'owner' }, { field: 'nameSort' }] }],
};

/** Templates for answers in the `ops` database. */
export async function answerTemplateStore(documents: Documents): Promise<AnswerTemplateStore> {
  await documents.prepare(collection);
  const of = async (owner: TemplateOwner): Promise<readonly TemplateDocument[]> => {
    const query = { where: [{ field: 'owner', eq: keyOf(owner) }], sort: [{ field: 'nameSort' }], limit: mostTemplates };
    return (await documents.find<TemplateDocument>(collection.name, query)).items;
  };
  const without = (id: string) => ({ collection: collection.name, id, document: null });
  return {
    ownedBy: async (owner) => (await of(owner)).map(templateOf),
    async find(id) {
      const found = await documents.get<TemplateDocument>(collection.name, id);
      return found === null ? null : templateOf(found);
    },
    async put({ id, owner, name, text }) {
      const document: TemplateDocument = { _id: id, owner: keyOf(owner), name, nameSort: sortKey(name), text };
      await documents.write([{ collection: collection.name, id, document }]);
    },
    remove: (id) => documents.write([without(id)]),
    removeOwned: async (user) => documents.write((await of({ user })).map(({ _id }) => without(_id))),
  };
}

const keyOf = (owner: TemplateOwner): string => ('user' in owner ? `user:${owner.user}` : `organisation:${owner.organisation}`);

function templateOf({ _id: id, owner, name, text }: TemplateDocument): StoredTemplate {
  const [kind, of = ''] = owner.split(':');
  return { id, name, text, owner: kind === 'user' ? { user: of } : { organisation: of } };
}
