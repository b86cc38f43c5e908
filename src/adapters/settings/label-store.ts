import { LRUCache } from 'lru-cache';
import type { Document, Documents } from '../../projections/kernel/documents.port';
import type { Labels, LabelStore } from './labels.port';

/** `_id` is the organisation. */
interface LabelDocument extends Document {
  readonly labels: Labels;
}

const collection = 'labels';
/** Time until another process's change is noticed. */
const maxAgeMs = 5_000;

/** Kept in the `ops` database, because labels change the pages and are no facts. */
export async function labelStore(documents: Documents): Promise<LabelStore> {
  await documents.prepare({ name: collection, indexes: [] });
  const recent = new LRUCache<string, Labels>({ max: 1_000, ttl: maxAgeMs });
  return {
    async of(organisation) {
      const known = recent.get(organisation);
      if (known !== undefined) return known;
      const labels = (await documents.get<LabelDocument>(collection, organisation))?.labels ?? {};
      recent.set(organisation, labels);
      return labels;
    },
    async set(organisation, language, labels) {
      for (;;) {
        const before = await documents.getVersioned<LabelDocument>(collection, organisation);
        const document = { _id: organisation, labels: { ...before?.document.labels, [language]: labels } };
        if (await documents.swap(collection, organisation, before?.version ?? null, document)) break;
      }
      recent.delete(organisation);
    },
  };
}
