import { mkdtempSync, readdirSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { memoryDocuments } from '../../src/adapters/documents/memory.documents';
import { sqliteDocuments } from '../../src/adapters/documents/sqlite/documents';
import { keyRingContract } from './key-ring.contract';

keyRingContract('memory', () => {
  const documents = memoryDocuments();
  return Promise.resolve({
    documents,
    everything: async () => Buffer.from(JSON.stringify((await documents.find('blocks', { where: [], limit: 1000 })).items)),
    dispose: () => documents.close(),
  });
});

keyRingContract('sqlite', () => {
  const folder = mkdtempSync(join(tmpdir(), 'docket-keys-'));
  const documents = sqliteDocuments({ file: join(folder, 'keys.db'), durability: 'full', secureDelete: true });
  return Promise.resolve({
    documents,
    everything: () => Promise.resolve(Buffer.concat(readdirSync(folder).map((file) => readFileSync(join(folder, file))))),
    dispose: async () => {
      await documents.close();
      rmSync(folder, { recursive: true });
    },
  });
});
