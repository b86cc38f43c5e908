import type { Document, Documents } from '../../../projections/kernel/documents.port';
import type { StreamDamage } from '../event-store.port';
import type { LogIndexCache } from './log-index';

const collection = 'log-positions';

interface Block extends Document {
  readonly positions: string;
}

interface Damages extends Document {
  /** JSON. */
  readonly damages: string;
}

/** Where another thread counts, too, and saves what it counted, because it writes the documents. */
export function readOnly(cache: LogIndexCache): LogIndexCache {
  const nothing = (): Promise<void> => Promise.resolve();
  return { get: (block) => cache.get(block), put: nothing, damages: () => cache.damages() };
}

/** Keeps counted positions beside the read models. Like those, they can be rebuilt from the log. */
export function logIndexCache(documents: Documents, logId: string): LogIndexCache {
  const id = (block: number): string => `${logId}/${String(block).padStart(6, '0')}`;
  const damagesId = `${logId}/damages`;
  const prepared = documents.prepare({ name: collection, indexes: [] });
  return {
    get: async (block) => {
      await prepared;
      return (await documents.get<Block>(collection, id(block)))?.positions ?? null;
    },
    damages: async () => {
      await prepared;
      const text = (await documents.get<Damages>(collection, damagesId))?.damages ?? '[]';
      return JSON.parse(text) as readonly StreamDamage[];
    },
    put: async (block, positions, damages) => {
      await prepared;
      const known: Damages = { _id: damagesId, damages: JSON.stringify(damages) };
      const counted: Block = { _id: id(block), positions };
      await documents.write([{ collection, id: damagesId, document: known }]);
      await documents.write([{ collection, id: id(block), document: counted }]);
    },
  };
}
