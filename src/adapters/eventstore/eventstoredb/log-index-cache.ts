import type { Document, Documents } from '../../../projections/kernel/documents.port';
import type { LogIndexCache } from './log-index';

const collection = 'log-positions';

interface Block extends Document {
  readonly positions: string;
}

/** Where another thread counts, too, and saves what it counted, because it writes the documents. */
export function readOnly(cache: LogIndexCache): LogIndexCache {
  return { get: (block) => cache.get(block), put: () => Promise.resolve() };
}

/** Keeps counted positions beside the read models. Like those, they can be rebuilt from the log. */
export function logIndexCache(documents: Documents, logId: string): LogIndexCache {
  const id = (block: number): string => `${logId}/${String(block).padStart(6, '0')}`;
  const prepared = documents.prepare({ name: collection, indexes: [] });
  return {
    get: async (block) => {
      await prepared;
      return (await documents.get<Block>(collection, id(block)))?.positions ?? null;
    },
    put: async (block, positions) => {
      await prepared;
      await documents.write([{ collection, id: id(block), document: { _id: id(block), positions } }]);
    },
  };
}
