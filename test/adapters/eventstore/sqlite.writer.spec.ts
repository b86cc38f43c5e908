import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { SqliteWriter } from '../../../src/adapters/eventstore/sqlite/writer';
import { beginning, draft, encoded, plain } from '../../contracts/event-store.facts';

describe('group commit', () => {
  let folder: string;
  let writer: SqliteWriter;
  let commits: number;
  beforeEach(async () => {
    folder = mkdtempSync(join(tmpdir(), 'docket-writer-'));
    commits = 0;
    writer = await SqliteWriter.start(join(folder, 'log.db'), { logId: 'log' }, () => commits++);
  });
  afterEach(async () => {
    await writer.close();
    rmSync(folder, { recursive: true });
  });

  const append = async (stream: string): Promise<number> => writer.append(stream, -1, await plain(stream));

  it('commits appends of one turn in batches of 32, in order', async () => {
    const facts = await Promise.all(Array.from({ length: 200 }, (_, i) => plain(`ticket-${i}`)));
    const positions = await Promise.all(facts.map((append, i) => writer.append(`ticket-${i}`, -1, append)));
    expect(positions).toEqual(Array.from({ length: 200 }, (_, i) => i + 1));
    expect(commits).toBeLessThanOrEqual(Math.ceil(200 / 32));
  });

  it('commits fewer appends of one turn together', async () => {
    const facts = await Promise.all(Array.from({ length: 31 }, (_, i) => plain(`ticket-${i}`)));
    await Promise.all(facts.map((append, i) => writer.append(`ticket-${i}`, -1, append)));
    expect(commits).toBe(1);
  });

  it('commits appends that arrive during a commit together', async () => {
    const bulky = await encoded(beginning, draft('ticket-bulky', { data: { text: 'x'.repeat(500_000) } }));
    const facts = await Promise.all(Array.from({ length: 20 }, (_, i) => plain(`ticket-${i}`)));
    const first = writer.append('ticket-bulky', -1, bulky);
    const waves: Promise<number>[] = [];
    for (const [wave, append] of facts.entries()) {
      await new Promise((resolve) => setImmediate(resolve));
      waves.push(writer.append(`ticket-${wave}`, -1, append));
    }
    expect(new Set(await Promise.all([first, ...waves])).size).toBe(21);
    expect(commits).toBeLessThan(21);
  });

  it('commits a lone append without waiting for more', async () => {
    for (let i = 0; i < 5; i++) await append(`ticket-${i}`);
    expect(commits).toBe(5);
  });

  it('does not notify readers of a commit without facts', async () => {
    await append('ticket-a');
    await expect(append('ticket-a')).rejects.toThrow('expected revision -1, found 0');
    expect(commits).toBe(1);
  });
});
