import type { Document, Documents } from '../../../projections/kernel/documents.port';
import type { LogIndexMemory } from './log-index';

const collection = 'log-positions';

interface Block extends Document {
  readonly positions: string;
}

/** Counted positions beside the read models: like those they can be made anew from the log at any time. */
export function logIndexMemory(documents: Documents, logId: string): LogIndexMemory {
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
