import { join } from 'node:path';
import Database from 'better-sqlite3';
import { v7 } from 'uuid';
import { sqliteDocuments } from '../src/adapters/documents/sqlite/documents';
import { factCodec, type FactDraft } from '../src/adapters/eventstore/codec';
import { SqliteEventStore } from '../src/adapters/eventstore/sqlite/event-store';
import { openKeyRing } from '../src/adapters/keys/keys';
import { against, perSecond, rate, type Row } from './measure';
import { inFolder } from './workbench';

const millis = 1_500;
const rounds = 5;

/** Durable appends of one fact with hash chain and one box, compared with inserts of the same bytes by bare better-sqlite3 (synchronous=FULL). */
export function appendBench(): Promise<readonly Row[]> {
  return inFolder(async (folder) => {
    const store = await SqliteEventStore.open({ file: join(folder, 'log.db') });
    const keys = sqliteDocuments({ file: join(folder, 'keys.db'), durability: 'full', secureDelete: true });
    const codec = factCodec(await openKeyRing(keys));
    const ours = async (): Promise<void> => {
      const draft = draftOf(v7());
      await store.append(draft.stream, -1, await codec.encode([draft], { revision: -1, hash: null }));
    };
    const [sample] = await codec.encode([draftOf(v7())], { revision: -1, hash: null });
    const bare = bareGroupCommit(join(folder, 'bare.db'), sample?.content ?? '');
    const rows: Row[] = [];
    for (const writers of [1, 8, 64]) {
      const result = await against(
        rounds,
        () => rate(writers, millis, ours),
        () => Promise.resolve(bare.run(writers, millis)),
      );
      rows.push({
        work: `durable append, ${writers} writer${writers === 1 ? '' : 's'} (encrypted, chained)`,
        ours: perSecond(result.ours),
        peer: `${perSecond(result.peer)} bare better-sqlite3, ${writers} rows per commit`,
        ratio: result.ratio,
        goal: writers === 64 ? '≥ 0.6' : '',
      });
    }
    bare.close();
    await store.close();
    await keys.close();
    return rows;
  });
}

export function draftOf(ticket: string): FactDraft {
  const at = new Date().toISOString();
  return {
    id: v7(),
    type: 'ReplyPosted',
    stream: `ticket-${ticket}`,
    occurredAt: at,
    recordedAt: at,
    origin: { kind: 'witnessed' },
    audience: 'everyone',
    actor: { user: ticket, organisation: ticket },
    onBehalfOf: null,
    command: { id: ticket, digest: '0'.repeat(64) },
    correlationId: ticket,
    causationId: null,
    data: { reply: ticket, files: [] },
    confidential: [
      { subject: `contact-${ticket}`, values: { body: 'The pump runs again; the seal was worn. We watch it for a day.' } },
    ],
    facets: null,
  };
}

/** The limit: inserts only, with as many rows per commit as there are concurrent writers. */
function bareGroupCommit(file: string, content: string): { run(group: number, millis: number): number; close(): void } {
  const db = new Database(file);
  db.pragma('journal_mode = WAL');
  db.pragma('synchronous = FULL');
  db.exec(
    'CREATE TABLE facts (position INTEGER PRIMARY KEY AUTOINCREMENT, stream TEXT, revision INTEGER, content TEXT, UNIQUE (stream, revision))',
  );
  const insert = db.prepare('INSERT INTO facts (stream, revision, content) VALUES (?, 0, ?)');
  const commit = db.transaction((group: number) => {
    for (let i = 0; i < group; i++) insert.run(`ticket-${v7()}`, content);
  });
  return {
    run: (group, forMillis) => {
      const started = performance.now();
      let done = 0;
      for (; performance.now() - started < forMillis; done += group) commit.immediate(group);
      return (done * 1000) / (performance.now() - started);
    },
    close: () => db.close(),
  };
}
