import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { sqliteDocuments } from '../../src/adapters/documents/sqlite/documents';
import { decodeFact } from '../../src/adapters/eventstore/codec';
import type { StoredFact } from '../../src/adapters/eventstore/event-store.port';
import { SqliteEventStore } from '../../src/adapters/eventstore/sqlite/event-store';
import { verifyLog, type VerifyReport } from '../../src/adapters/eventstore/verify';
import { openKeyRing } from '../../src/adapters/keys/keys';
import { checkKeys } from '../../src/adapters/keys/keys-check';
import { until } from '../dsl/until';

const kills = 50;
const counting = { initial: 0, eventTypes: ['TicketQualified'], evolve: (count: number) => count + 1, facets: () => null };

interface Moment {
  readonly facts: number;
  readonly ms: number;
}

/** Seeded, so that a failure can be reproduced (mulberry32). */
function random(seed: number): () => number {
  let state = seed;
  return () => {
    state = (state + 0x6d2b79f5) | 0;
    let mixed = Math.imul(state ^ (state >>> 15), 1 | state);
    mixed = (mixed + Math.imul(mixed ^ (mixed >>> 7), 61 | mixed)) ^ mixed;
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 2 ** 32;
  };
}

/** The facts acknowledged to the child: the required number, and those of the next milliseconds before the kill. */
async function appendUntilKilled(folder: string, run: number, { facts, ms }: Moment): Promise<readonly string[]> {
  const child = spawn(
    process.execPath,
    ['-r', join(__dirname, 'register.cjs'), join(__dirname, 'appender.ts'), folder, String(run)],
    {
      stdio: ['ignore', 'pipe', 'inherit'],
    },
  );
  let output = '';
  child.stdout.setEncoding('utf8').on('data', (text: string) => (output += text));
  const closed = once(child, 'close');
  await until(() => output.split('\n').length > facts + 1, `${facts} facts`);
  setTimeout(() => child.kill('SIGKILL'), ms);
  await closed;
  expect(child.signalCode).toBe('SIGKILL');
  return output.split('\n').slice(1, -1);
}

/** The whole log and the result of its verification. */
async function reopened(folder: string): Promise<{ readonly report: VerifyReport; readonly facts: readonly StoredFact[] }> {
  const store = await SqliteEventStore.open({ file: join(folder, 'log.db') });
  const keys = sqliteDocuments({ file: join(folder, 'keys.db'), durability: 'full', secureDelete: true });
  try {
    await checkKeys(keys, store);
    const report = await verifyLog({ store, keyRing: await openKeyRing(keys), aggregate: () => counting });
    return { report, facts: await store.readAll(null, -1) };
  } finally {
    await store.close();
    await keys.close();
  }
}

/** Appends that were stored only in part. */
function torn(facts: readonly StoredFact[]): readonly string[] {
  const found = new Map<string, number>();
  for (const fact of facts) {
    const { append, of } = decodeFact(fact).data as { readonly append: number; readonly of: number };
    const name = `${fact.stream}, append ${append} of ${of}`;
    found.set(name, (found.get(name) ?? of) - 1);
  }
  return [...found].filter(([, missing]) => missing !== 0).map(([name]) => name);
}

describe('a process that is killed while it appends', () => {
  let folder: string;
  beforeEach(() => (folder = mkdtempSync(join(tmpdir(), 'docket-crash-'))));
  afterEach(() => rmSync(folder, { recursive: true }));

  it(`loses no acknowledged fact in ${kills} kills of one folder`, async () => {
    const next = random(20261123);
    const promised: string[] = [];
    for (let run = 0; run < kills; run++) {
      promised.push(...(await appendUntilKilled(folder, run, { facts: Math.round(next() * 40), ms: next() * 20 })));
      const { report, facts } = await reopened(folder);
      const there = new Set(facts.map(({ stream, revision, hash }) => `${stream} ${revision} ${hash}`));
      expect({ run, lost: promised.filter((line) => !there.has(line)) }).toEqual({ run, lost: [] });
      expect({ run, torn: torn(facts), problems: report.problems }).toEqual({ run, torn: [], problems: [] });
      expect(report.boxes).toBe(facts.length);
    }
    expect(promised.length).toBeGreaterThan(kills * 5);
  });
});
