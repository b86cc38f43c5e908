import { once } from 'node:events';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { ImportAnswer, RebuildAnswer, VerifyAnswer } from '../../src/adapters/control/control.port';
import type { VolumeReport } from '../../src/projections/reports/volume.document';
import { expectedFigures, figuresOf, figuresOfRawRows } from '../dsl/expected-figures';
import { historyFile } from '../dsl/real-history';
import { scriptsFor } from '../dsl/scripts';

// The real history (test/data/README.md) imported by the built product's own scripts, with one kill in the middle. `expected.json` was
// computed from the raw rows alone.

const folder = mkdtempSync(join(tmpdir(), 'docket-import-'));
afterAll(() => rmSync(folder, { recursive: true, force: true }));

const { start, answerOf } = scriptsFor(folder);

/** Waits for the first progress line, some seconds after the first command and minutes before the last. */
async function endedInTheMiddle(signal: NodeJS.Signals): Promise<NodeJS.Signals | number | null> {
  const child = start('import', 'servicenow', historyFile);
  child.stderr?.once('data', () => child.kill(signal));
  await once(child, 'close');
  return child.signalCode ?? child.exitCode;
}

describe('the history of a real desk', () => {
  let interrupted: NodeJS.Signals | number | null;
  let killed: NodeJS.Signals | number | null;
  let imported: ImportAnswer;

  beforeAll(async () => {
    interrupted = await endedInTheMiddle('SIGINT');
    killed = await endedInTheMiddle('SIGKILL');
    imported = await answerOf('import', 'servicenow', historyFile);
  }, 600_000);

  it('is imported without a refusal, and continues after Ctrl-C and a kill', () => {
    expect([interrupted, killed]).toEqual([130, 'SIGKILL']);
    expect(imported).toMatchObject({ rows: expectedFigures.rows, tickets: expectedFigures.tickets, refusals: 0, refused: {} });
    expect(imported.repeated).toBeGreaterThan(0);
    expect(imported.repeated).toBeLessThan(imported.commands);
  });

  it('gives the figures of its raw rows, both incrementally and after a rebuild', async () => {
    const report = await answerOf<VolumeReport>('report', 'volume');
    expect(figuresOf(report)).toEqual(figuresOfRawRows);
    const { rebuilt } = await answerOf<RebuildAnswer>('rebuild', 'all');
    expect(rebuilt.length).toBeGreaterThan(5);
    expect(await answerOf<VolumeReport>('report', 'volume')).toEqual(report);
  }, 600_000);

  it('passes verification', async () => {
    expect(await answerOf<VerifyAnswer>('verify')).toMatchObject({ problems: [] });
  });
});
