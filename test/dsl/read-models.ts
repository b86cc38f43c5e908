import { join } from 'node:path';
import { memoryDocuments } from '../../src/adapters/documents/memory.documents';
import { sqliteDocuments } from '../../src/adapters/documents/sqlite/documents';
import { factCodec } from '../../src/adapters/eventstore/codec';
import { currentType } from '../../src/adapters/eventstore/upcasters';
import { findLive } from '../../src/adapters/runner/live';
import { createRunner } from '../../src/adapters/runner/runner';
import { systemClock } from '../../src/adapters/system/system';
import type { Docket } from '../../src/compose/docket';
import { projections } from '../../src/projections';
import type { Document, Documents } from '../../src/projections/kernel/documents.port';
import { hangMs } from './until';

/** All documents of all read models, sorted by id, once they have caught up. */
export async function readModelsOf({ stores, runner }: Docket): Promise<ReadModels> {
  expect(await runner.readModels.waitFor(names, (await stores.log.head()) ?? '', hangMs)).toBe(true);
  return contentOf(stores.read);
}

/** The same, rebuilt in SQLite from the same facts with the same keys. */
export async function builtInSqlite({ stores }: Docket, folder: string): Promise<ReadModels> {
  const { log, keyRing } = stores;
  const read = sqliteDocuments({ file: join(folder, 'again.db'), durability: 'normal', secureDelete: true });
  const runner = createRunner(
    {
      ...{ store: log, read, ops: memoryDocuments(), clock: systemClock, holder: 'test', exclusive: true },
      reader: { ...factCodec(keyRing), currentType, isDamaged: () => false },
      logIndexOf: (position) => log.logIndexOf(position),
    },
    projections,
    [],
  );
  await runner.start();
  expect(await runner.readModels.waitFor(names, (await log.head()) ?? '', hangMs)).toBe(true);
  await runner.stop();
  const content = await contentOf(read);
  await read.close();
  return content;
}

type ReadModels = Readonly<Record<string, readonly Document[]>>;

const names = projections.map(({ name }) => name);

async function contentOf(read: Documents): Promise<ReadModels> {
  const models: Record<string, readonly Document[]> = {};
  for (const name of names) models[name] = await documentsOf(read, name);
  return models;
}

/** Large pages, because a server that scans reads the whole collection for each. */
const mostAtOnce = 5_000;

async function documentsOf(read: Documents, projection: string): Promise<readonly Document[]> {
  const live = await findLive(read, projection);
  const found: Document[] = [];
  let after: string | null | undefined;
  do {
    const page = await read.find(live?.collection ?? '', {
      where: [],
      limit: mostAtOnce,
      ...(typeof after === 'string' && { after }),
    });
    found.push(...page.items);
    after = page.next;
  } while (after !== null);
  return found;
}
