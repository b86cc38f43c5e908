import { mkdtempSync, rmSync } from 'node:fs';
import type { ListenOptions } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { Readable } from 'node:stream';
import { clamdScanner } from '../../src/adapters/files/clamd.scanner';
import { startClamd } from '../dsl/clamd';
import { scannerContract, type ScannerUnderTest } from './scanner.contract';

async function under(at?: ListenOptions): Promise<ScannerUnderTest> {
  const clamd = await startClamd(at);
  let isGone = false;
  return {
    scanner: clamdScanner(clamd.url),
    async break(how) {
      if (how !== 'is gone') clamd.behaviour = how;
      else await clamd.stop();
      isGone = how === 'is gone';
    },
    dispose: () => (isGone ? Promise.resolve() : clamd.stop()),
  };
}

scannerContract('clamd over TCP', () => under());

scannerContract('clamd over a socket', async () => {
  const folder = mkdtempSync(join(tmpdir(), 'docket-clamd-'));
  const one = await under({ path: join(folder, 'clamd.ctl') });
  return { ...one, dispose: () => one.dispose().finally(() => rmSync(folder, { recursive: true })) };
});

it('gives up on a clamd that does not answer', async () => {
  const clamd = await startClamd();
  clamd.behaviour = 'hangs';
  const scan = clamdScanner(clamd.url, { timeoutMs: 50 }).scan(Readable.from([Buffer.from('a')]));
  await expect(scan).rejects.toMatchObject({ name: 'ScanFailed' });
  await clamd.stop();
});
