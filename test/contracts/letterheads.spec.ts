import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { memoryDocuments } from '../../src/adapters/documents/memory.documents';
import { sqliteDocuments } from '../../src/adapters/documents/sqlite/documents';
import { letterheadsContract } from './letterheads.contract';

letterheadsContract('memory', () => {
  const documents = memoryDocuments();
  return Promise.resolve({ documents, dispose: () => documents.close() });
});

letterheadsContract('sqlite', () => {
  const folder = mkdtempSync(join(tmpdir(), 'docket-letterheads-'));
  const documents = sqliteDocuments({ file: join(folder, 'ops.db'), durability: 'full', secureDelete: true });
  return Promise.resolve({
    documents,
    dispose: async () => {
      await documents.close();
      rmSync(folder, { recursive: true });
    },
  });
});
