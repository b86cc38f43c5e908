import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { sqliteDocuments } from '../../src/adapters/documents/sqlite/documents';
import { documentsContract } from './documents.contract';

const folder = mkdtempSync(join(tmpdir(), 'documents-'));
afterAll(() => rmSync(folder, { recursive: true }));

let number = 0;
documentsContract('sqlite', () =>
  Promise.resolve(sqliteDocuments({ file: join(folder, `${number++}.db`), durability: 'normal', secureDelete: true })),
);
