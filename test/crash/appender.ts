import { writeSync } from 'node:fs';
import { sqliteDocuments } from '../../src/adapters/documents/sqlite/documents';
import { encodeFacts, type Head } from '../../src/adapters/eventstore/codec';
import { SqliteEventStore } from '../../src/adapters/eventstore/sqlite/event-store';
import { openKeyRing } from '../../src/adapters/keys/keys';
import { about, beginning, draft } from '../contracts/event-store.facts';

/** Appends as fast as possible and records each acknowledged fact, until it is killed. */
async function main(folder: string, run: string): Promise<void> {
  const store = await SqliteEventStore.open({ file: `${folder}/log.db` });
  const ring = await openKeyRing(sqliteDocuments({ file: `${folder}/keys.db`, durability: 'full', secureDelete: true }));
  const writer = async (stream: string): Promise<never> => {
    let head: Head = beginning;
    for (let append = 0; ; append++) {
      const of = 1 + (append % 4);
      const drafts = Array.from({ length: of }, () =>
        draft(stream, { data: { append, of }, confidential: [about(`user-${run}`, { text: 'secret' })] }),
      );
      const facts = await encodeFacts(drafts, head, ring);
      await store.append(stream, head.revision, facts);
      // Written synchronously, because a kill would cut a stream.
      writeSync(1, facts.map(({ revision, hash }) => `${stream} ${revision} ${hash}\n`).join(''));
      head = facts.at(-1) ?? head;
    }
  };
  writeSync(1, 'open\n');
  await Promise.all(Array.from({ length: 8 }, (_, i) => writer(`ticket-${run}-${i}`)));
}

void main(process.argv[2] as string, process.argv[3] as string);
