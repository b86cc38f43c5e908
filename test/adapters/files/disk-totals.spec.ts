import { mkdirSync, mkdtempSync, rmSync, utimesSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { diskTotals } from '../../../src/adapters/files/disk-totals';

let folder: string;
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'totals-'));
});
afterEach(() => rmSync(folder, { recursive: true }));

const longAgo = new Date('2026-01-01T00:00:00Z');
function blob(shard: string, name: string, bytes: number): void {
  mkdirSync(join(folder, shard), { recursive: true });
  writeFileSync(join(folder, shard, name), Buffer.alloc(bytes));
}
const settle = (shard: string, at = longAgo): void => utimesSync(join(folder, shard), at, at);

describe('the totals of blobs on disk', () => {
  it('are those of every folder, however many files there are, and of nothing else', async () => {
    for (let n = 0; n < 700; n++) blob(['00', 'a1', 'ff'][n % 3] ?? '', `blob-${n}`, 10);
    writeFileSync(join(folder, 'log-id'), 'binding');
    blob('incoming', 'half', 99);
    expect(await diskTotals(folder)()).toEqual({ count: 700, bytes: 7_000 });
    expect(await diskTotals(join(folder, 'missing'))()).toEqual({ count: 0, bytes: 0 });
  });

  it('read a folder again only after it got or lost a file', async () => {
    blob('a1', 'one', 10);
    settle('a1');
    const totals = diskTotals(folder);
    expect(await totals()).toEqual({ count: 1, bytes: 10 });
    // No blob ever grows: if this one is not noticed, its folder was not read.
    writeFileSync(join(folder, 'a1', 'one'), Buffer.alloc(5_000));
    expect(await totals()).toEqual({ count: 1, bytes: 10 });
    blob('a1', 'two', 20);
    expect(await totals()).toEqual({ count: 2, bytes: 5_020 });
  });

  it('are right for a folder that changes twice within a tick of the clock', async () => {
    const totals = diskTotals(folder);
    const now = new Date();
    blob('a1', 'one', 10);
    settle('a1', now);
    expect(await totals()).toEqual({ count: 1, bytes: 10 });
    blob('a1', 'two', 20);
    settle('a1', now);
    expect(await totals()).toEqual({ count: 2, bytes: 30 });
  });
});
