import { Readable } from 'node:stream';
import { ScanFailed, type Scanner } from '../../src/adapters/files/scanner.port';
import { eicar } from '../dsl/clamd';

export interface ScannerUnderTest {
  readonly scanner: Scanner;
  /** From now on it gives no verdict: refuses, ends early, or cannot be reached. */
  readonly break: (how: 'refuses' | 'hangs up' | 'is gone') => Promise<void>;
  readonly dispose: () => Promise<void>;
}

/** The contract of scanners (scanner.port.ts), for every adapter. */
export function scannerContract(name: string, start: () => Promise<ScannerUnderTest>): void {
  describe(`scanner: ${name}`, () => {
    let under: ScannerUnderTest;
    beforeEach(async () => {
      under = await start();
    });
    afterEach(() => under.dispose());
    const scan = (...pieces: readonly (string | Buffer)[]) =>
      under.scanner.scan(Readable.from(pieces.map((piece) => Buffer.from(piece))));

    it('finds nothing in what is harmless, however it is cut', async () => {
      for (const pieces of [[], [''], ['a'], ['a', '', 'b'], [Buffer.alloc(300_000), Buffer.alloc(70_000)]])
        expect(await scan(...pieces)).toEqual({ threat: null });
    });

    it('names the threat, also where it is cut in two', async () => {
      const threat = expect.stringMatching(/eicar/i) as string;
      expect(await scan(eicar)).toEqual({ threat });
      expect(await scan('before ', eicar.slice(0, 20), eicar.slice(20))).toEqual({ threat });
    });

    it('scans several files at once', async () => {
      const verdicts = await Promise.all([scan('a'), scan(eicar), scan('b')]);
      expect(verdicts.map(({ threat }) => threat === null)).toEqual([true, false, true]);
    });

    it.each(['refuses', 'hangs up', 'is gone'] as const)('gives no verdict when it %s', async (how) => {
      await under.break(how);
      await expect(scan(Buffer.alloc(500_000))).rejects.toThrow(ScanFailed);
    });

    it('gives no verdict when the file cannot be read to its end', async () => {
      async function* cut(): AsyncGenerator<Buffer> {
        yield await Promise.resolve(Buffer.from('a'));
        throw new Error('cut');
      }
      await expect(under.scanner.scan(cut())).rejects.toThrow(ScanFailed);
    });
  });
}
