import type { Document, Documents } from '../../projections/kernel/documents.port';
import { factsUpTo, type StoredFact } from '../eventstore/event-store.port';
import { bindingName, type Contents, type Installation, type StateDocument } from './contents.port';

const factsPerPage = 1_000;
const documentsPerPage = 500;

/** Not backed up: recreated when the database is opened. */
const notBackedUp = new Set([bindingName, 'leases']);

/** `readers`: names of the checkpoints in `ops`, because a database cannot list them. */
export function contentsOf({ log, ops, keys, blobs }: Installation, readers: readonly string[]): Contents {
  let end: Promise<string | null> | undefined;
  const head = (): Promise<string | null> => (end ??= log.head());
  return {
    logId: log.logId,
    readers: async () => {
      const checkpoints = await Promise.all(readers.map((name) => ops.checkpoint(name)));
      const reached = checkpoints.filter((found) => found !== null);
      return Promise.all(reached.map(async ({ name, position }) => ({ name, logIndex: await factsUpTo(log, position || null) })));
    },
    ops: () => documentsOf(ops),
    count: async () => factsUpTo(log, await head()),
    facts: async function* () {
      const last = await head();
      let after: string | null = null;
      while (last !== null && (after === null || after < last)) {
        const page: readonly StoredFact[] = (await log.readAll(after, factsPerPage)).filter(({ position }) => position <= last);
        if (page.length === 0) return;
        yield page;
        after = page.at(-1)?.position ?? last;
      }
    },
    blob: (sha256) => blobs.get(sha256),
    keys: () => documentsOf(keys),
  };
}

async function* documentsOf(documents: Documents): AsyncIterable<readonly StateDocument[]> {
  for (const collection of [...(await documents.collections())].sort()) {
    if (notBackedUp.has(collection)) continue;
    let after: string | null = null;
    do {
      const page: { items: readonly Document[]; next: string | null } = await documents.find(collection, {
        where: [],
        limit: documentsPerPage,
        ...(after !== null && { after }),
      });
      yield page.items.map((document) => ({ collection, document }));
      after = page.next;
    } while (after !== null);
  }
}
