import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { ImportAnswer, VerifyAnswer } from '../../src/adapters/control/control.port';
import type { VolumeReport } from '../../src/projections/reports/volume.document';
import { expectedFigures, figuresOf, figuresOfRawRows } from '../dsl/expected-figures';
import { historyFile } from '../dsl/real-history';
import { scriptsFor } from '../dsl/scripts';
import { eventStoreChoice } from './eventstore';
import { mongoChoice, type MongoServer } from './mongodb';
import { note } from './notes';

// The whole history of the desk with its log in EventStoreDB: the (empty) one of EVENTSTORE_URL, a container, or else the test server in a
// separate process. Documents are in MongoDB only if it is a real one, because its replacement scans.

const folder = mkdtempSync(join(tmpdir(), 'docket-history-'));
const stops: (() => Promise<unknown>)[] = [];
afterAll(async () => {
  for (const stop of stops.reverse()) await stop();
  rmSync(folder, { recursive: true, force: true });
});

const real = eventStoreChoice();

async function eventStore(): Promise<string> {
  if (!('reason' in real)) {
    const server = await real.start();
    stops.push(server.stop);
    return server.url;
  }
  const args = ['-r', './test/crash/register.cjs', 'test/servers/eventstoredb/main.ts'];
  const child = spawn(process.execPath, args, { stdio: ['ignore', 'pipe', 'inherit'] });
  stops.push(() => {
    child.kill();
    return once(child, 'exit');
  });
  const [line] = (await once(child.stdout, 'data')) as [Buffer];
  return line.toString().trim();
}

async function mongo(): Promise<MongoServer | null> {
  const choice = mongoChoice();
  if ('reason' in choice) return null;
  const server = await choice.start();
  stops.push(() => server.stop());
  return server.standIn ? null : server;
}

it('the real history in EventStoreDB has no refusals, the figures of its raw rows, and an intact log', async () => {
  const mongodb = await mongo();
  const { answerOf } = scriptsFor(join(folder, 'data'), {
    EVENTSTORE_URL: await eventStore(),
    ...(mongodb !== null && { MONGODB_URL: mongodb.url }),
  });
  const imported = await answerOf<ImportAnswer>('import', 'servicenow', historyFile);
  const { rows, tickets } = expectedFigures;
  expect(imported).toMatchObject({ rows, tickets, refusals: 0, refused: {}, repeated: 0 });
  expect(figuresOf(await answerOf<VolumeReport>('report', 'volume'))).toEqual(figuresOfRawRows);
  const verified = await answerOf<VerifyAnswer>('verify');
  expect(verified).toMatchObject({ problems: [] });
  const { log } = await answerOf<{ readonly log: string }>('status');
  note(
    `the real history in ${log}${'reason' in real ? ' (test server)' : ''}, documents in ` +
      `${mongodb?.name ?? 'SQLite'}: ${tickets} tickets, ${imported.facts} facts in ${imported.seconds} s, 0 refusals, every figure as expected`,
  );
}, 1_200_000);
