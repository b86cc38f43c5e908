import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { coins, crashDesk } from '../adapters/runner/crash-desk';
import { runnerOf, totals } from '../adapters/runner/small-desk';
import type { Total } from '../adapters/runner/small-desk';

const kills = 10;
/** Milliseconds after the start, spread over the first build, the request of a rebuild, and the rebuild. */
const moments = Array.from({ length: kills }, (_, i) => 3 + ((i * 37) % 101) * 3);

async function projectUntilKilled(folder: string, ms: number): Promise<void> {
  const register = join(__dirname, 'register.cjs');
  const child = spawn(process.execPath, ['-r', register, join(__dirname, '../adapters/runner/crash-child.ts'), folder], {
    stdio: ['ignore', 'pipe', 'inherit'],
  });
  const closed = once(child, 'close');
  await once(child.stdout, 'data');
  setTimeout(() => child.kill('SIGKILL'), ms);
  await closed;
}

test(`after ${kills} kills at any moment, counters equal a fresh fold and nothing is left over`, async () => {
  const folder = mkdtempSync(join(tmpdir(), 'runner-'));
  for (const ms of moments) await projectUntilKilled(folder, ms);

  const desk = await crashDesk(folder);
  const runner = runnerOf(desk, [totals()]);
  await runner.start();
  await runner.rebuild('all');
  const expected = new Map<string, Total>();
  for (const { box, value } of coins) {
    for (const key of ['all', box]) {
      const before = expected.get(key) ?? { coins: 0, sum: 0 };
      expected.set(key, { _id: key, coins: before.coins + 1, sum: before.sum + value });
    }
  }
  const found = await runner.readModels.getMany<Total>('totals', [...expected.keys()]);
  const ofCollections = await desk.read.collections();
  await runner.stop();
  await Promise.all([desk.read.close(), desk.ops.close()]);
  rmSync(folder, { recursive: true });
  expect(Object.fromEntries(found)).toEqual(Object.fromEntries(expected));
  // The read model, and what the runner keeps: the live builds and the damaged streams.
  expect(ofCollections).toHaveLength(3);
});
