import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { memoryDocuments } from '../../src/adapters/documents/memory.documents';
import { sqliteDocuments } from '../../src/adapters/documents/sqlite/documents';
import { accessLogContract } from './access-log.contract';

const folder = mkdtempSync(join(tmpdir(), 'access-log-'));
afterAll(() => rmSync(folder, { recursive: true }));

let number = 0;
accessLogContract('memory', () => Promise.resolve(memoryDocuments()));
accessLogContract('SQLite', () =>
  Promise.resolve(sqliteDocuments({ file: join(folder, `${number++}.db`), durability: 'full', secureDelete: true })),
);
