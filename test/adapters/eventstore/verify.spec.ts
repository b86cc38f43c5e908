import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import Database from 'better-sqlite3';
import { memoryDocuments } from '../../../src/adapters/documents/memory.documents';
import { canonicalText } from '../../../src/adapters/eventstore/canonical';
import { chainHash, contentHashOf, encodeFacts, type FactDraft } from '../../../src/adapters/eventstore/codec';
import { SqliteEventStore } from '../../../src/adapters/eventstore/sqlite/event-store';
import { verifyLog, verifyStream, type VerifyParts, type VerifyReport } from '../../../src/adapters/eventstore/verify';
import type { KeyRing } from '../../../src/adapters/keys/key-ring.port';
import { openKeyRing } from '../../../src/adapters/keys/keys';
import type { Fact, FacetValues, FactContent } from '../../../src/domain/kernel/event';
import { about, draft, headOf } from '../../contracts/event-store.facts';

const anna = 'user-01930000-0000-7000-8000-00000000000a';
/** An aggregate whose facets are the number of its facts. */
const facets = (count: number): FacetValues | null => (count === 0 ? null : { phase: count });
const counting = { initial: 0, eventTypes: ['TicketQualified'], evolve: (count: number) => count + 1, facets };

describe('verify', () => {
  let folder: string;
  let file: string;
  let ring: KeyRing;

  beforeEach(async () => {
    folder = mkdtempSync(join(tmpdir(), 'docket-verify-'));
    file = join(folder, 'log.db');
    ring = await openKeyRing(memoryDocuments());
    await withStore(async (store) => {
      for (const stream of ['ticket-a', 'ticket-b', 'ticket-a', 'ticket-c']) {
        const head = await headOf(store, stream);
        const at = (i: number): Partial<FactDraft> => ({
          confidential: i === 1 ? [about(anna, { text: 'secret' })] : [],
          facets: { before: facets(head.revision + 1 + i), after: facets(head.revision + 2 + i) },
        });
        await store.append(
          stream,
          head.revision,
          await encodeFacts(
            [0, 1, 2].map((i) => draft(stream, at(i))),
            head,
            ring,
          ),
        );
      }
    });
  });
  afterEach(() => rmSync(folder, { recursive: true }));

  const withStore = async <Result>(work: (store: SqliteEventStore) => Promise<Result>): Promise<Result> => {
    const store = await SqliteEventStore.open({ file });
    try {
      return await work(store);
    } finally {
      await store.close();
    }
  };
  const verify = (changes: Partial<VerifyParts> = {}): Promise<VerifyReport> =>
    withStore((store) =>
      verifyLog({ store, keyRing: ring, aggregate: (category) => (category === 'ticket' ? counting : null), ...changes }),
    );
  const byHand = (sql: string, ...values: readonly unknown[]): void => {
    const db = new Database(file);
    db.prepare(sql).run(...values);
    db.close();
  };

  it('reports no problem for an intact log', async () => {
    expect(await verify()).toEqual({ facts: 12, streams: 3, boxes: 4, erased: 0, problems: [], passedOver: [] });
  });

  it('accepts destroyed keys and counts erased boxes', async () => {
    await ring.destroy(['0.0', '0.2']);
    expect(await verify()).toEqual({ facts: 12, streams: 3, boxes: 4, erased: 2, problems: [], passedOver: [] });
  });

  it('works with a cache of one folded stream', async () => {
    expect((await verify({ maxStates: 1 })).problems).toEqual([]);
  });

  it('works with pages that split streams, and reports progress', async () => {
    const progress: number[] = [];
    expect((await verify({ pageSize: 5, progress: (facts) => progress.push(facts) })).problems).toEqual([]);
    expect(progress).toEqual([5, 10, 12]);
  });

  it.each([
    [
      'content',
      "UPDATE facts SET content = replace(content, 'everyone', 'staff') WHERE position = 2",
      'the content does not match its hash',
    ],
    [
      'type',
      "UPDATE facts SET type = 'TicketClosed' WHERE position = 2",
      'it is stored under another id or type than its content has',
    ],
    ['id', "UPDATE facts SET id = 'other' WHERE position = 2", 'it is stored under another id or type than its content has'],
    ['hash', 'UPDATE facts SET hash = content_hash WHERE position = 2', 'its hash does not continue the chain of its stream'],
    [
      'facets',
      `UPDATE facts SET facets = replace(facets, '{"phase":2}', '{"phase":3}') WHERE position = 2`,
      'its facets differ from the fold',
    ],
    ['facets taken away', 'UPDATE facts SET facets = NULL WHERE position = 2', 'its facets differ from the fold'],
  ])('reports the fact whose %s was altered', async (_, sql, what) => {
    byHand(sql);
    expect((await verify()).problems).toEqual([{ stream: 'ticket-a', revision: 1, position: '0000000000000002', what }]);
  });

  describe('of one stream', () => {
    const verifyA = (changes: Partial<VerifyParts> = {}) =>
      withStore((store) =>
        verifyStream('ticket-a', { store, keyRing: ring, aggregate: () => counting, pageSize: 2, ...changes }),
      );

    it('reads that stream alone, in pages, and names its newest hash', async () => {
      const head = await withStore((store) => store.readStream('ticket-a', { direction: 'backward', limit: 1 }));
      expect(await verifyA()).toEqual({
        ...{ facts: 6, boxes: 2, erased: 0, problem: null },
        head: { revision: 5, hash: head[0]?.hash },
      });
    });

    it('names the first fact that was altered, and sees nothing of other streams', async () => {
      byHand("UPDATE facts SET content = replace(content, 'everyone', 'staff') WHERE stream = 'ticket-b'");
      expect((await verifyA()).problem).toBeNull();
      byHand("UPDATE facts SET content = replace(content, 'everyone', 'staff') WHERE stream = 'ticket-a' AND revision IN (3, 4)");
      expect((await verifyA()).problem).toMatchObject({ revision: 3, what: 'the content does not match its hash' });
    });

    it('notices that a fact is gone', async () => {
      byHand("DELETE FROM facts WHERE stream = 'ticket-a' AND revision = 2");
      expect((await verifyA()).problem).toMatchObject({
        revision: 3,
        what: 'it follows revision 1: facts are missing in between',
      });
    });

    it('checks every fact, but counts and explains only permitted ones (rule 4)', async () => {
      const isTold = (fact: Fact | null): boolean => fact?.revision === 1;
      expect(await verifyA({ isTold })).toMatchObject({ facts: 1, boxes: 1, erased: 0, problem: null, head: { revision: 5 } });
      byHand("UPDATE facts SET facets = NULL WHERE stream = 'ticket-a' AND revision = 2");
      expect((await verifyA({ isTold })).problem).toEqual({ revision: 2, what: null });
      byHand("UPDATE facts SET facets = NULL WHERE stream = 'ticket-a' AND revision = 1");
      expect((await verifyA({ isTold })).problem).toEqual({ revision: 1, what: 'its facets differ from the fold' });
    });

    it('finds nothing in a stream that does not exist', async () => {
      const report = await withStore((store) => verifyStream('ticket-x', { store, keyRing: ring, aggregate: () => counting }));
      expect(report).toEqual({ facts: 0, boxes: 0, erased: 0, problem: null, head: { revision: -1, hash: null } });
    });
  });

  it('yields between pages and stops when aborted', async () => {
    const stopped = new AbortController();
    const seen: number[] = [];
    const progress = (facts: number): void => {
      if (seen.push(facts) === 1) setImmediate(() => stopped.abort(new Error('Ctrl-C')));
    };
    await expect(verify({ pageSize: 1, progress, signal: stopped.signal })).rejects.toThrow('Ctrl-C');
    expect(seen.length).toBeLessThan(12);
  });

  it('reports only the first altered fact of each stream', async () => {
    byHand("UPDATE facts SET content = replace(content, 'everyone', 'staff') WHERE position IN (3, 5, 6, 8)");
    expect((await verify()).problems.map(({ stream, revision }) => `${stream}/${revision}`)).toEqual([
      'ticket-a/2',
      'ticket-b/1',
    ]);
  });

  it('detects an altered fact with recomputed hashes, because the next fact breaks the chain', async () => {
    const [before, fact] = await withStore((store) => store.readStream('ticket-a', { limit: 2 }));
    const content = canonicalText({
      ...(JSON.parse(fact?.content ?? '') as FactContent),
      occurredAt: '2020-01-01T00:00:00.000Z',
    });
    const hash = chainHash(before?.hash ?? null, contentHashOf(content));
    byHand('UPDATE facts SET content = ?, content_hash = ?, hash = ? WHERE position = 2', content, contentHashOf(content), hash);
    expect((await verify()).problems).toEqual([
      {
        stream: 'ticket-a',
        revision: 2,
        position: '0000000000000003',
        what: 'its hash does not continue the chain of its stream',
      },
    ]);
  });

  it('reports a deleted fact', async () => {
    byHand('DELETE FROM facts WHERE position = 5');
    expect((await verify()).problems).toEqual([
      { stream: 'ticket-b', revision: 2, position: '0000000000000006', what: '1 fact is missing from the log before it' },
    ]);
  });

  it('distinguishes a missing key, a destroyed key and a wrong key', async () => {
    ring = await openKeyRing(memoryDocuments());
    expect((await verify()).problems.map(({ stream, what }) => `${stream}: ${what}`)).toEqual([
      'ticket-a: the key 0.0 of its box is missing, but not destroyed',
      'ticket-b: the key 0.1 of its box is missing, but not destroyed',
      'ticket-c: the key 0.3 of its box is missing, but not destroyed',
    ]);
    await ring.draw();
    expect((await verify()).problems[0]?.what).toBe('the key 0.0 is not the key that sealed its box');
  });

  it('reports event types and categories that this version does not know', async () => {
    const what = 'this version does not know TicketQualified in this kind of stream';
    for (const aggregate of [() => null, () => ({ ...counting, eventTypes: ['TicketClosed'] })]) {
      expect((await verify({ aggregate })).problems[0]).toEqual({
        stream: 'ticket-a',
        revision: 0,
        position: '0000000000000001',
        what,
      });
    }
  });
});
