import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { runScript } from '../../../src/adapters/cli/run-script';
import { readConfig } from '../../../src/config';
import { controlMethods } from '../../../src/operations/control-methods';
import { openDocket } from '../../../src/compose/docket';
import { Sink } from '../cli/terminal';
import { aloneWith } from './methods';

// Ctrl-C without a server: the script itself has opened the stores and must close them.

const folder = mkdtempSync(join(tmpdir(), 'docket-interrupted-'));
afterAll(() => rmSync(folder, { recursive: true, force: true }));

const config = readConfig({ DATA_DIR: folder, NODE_ENV: 'development', DEMO: 'small', LOG_LEVEL: 'silent' });

/** Interrupts in the first turn after the script has opened the stores. */
async function interrupted(...args: readonly string[]) {
  const [out, err] = [new Sink(), new Sink()];
  const ctrlC = new AbortController();
  const code = await runScript(args, {
    connect: () => Promise.resolve(null),
    open: async () => {
      const docket = await openDocket(config);
      setImmediate(() => ctrlC.abort());
      return { methods: controlMethods(docket), close: () => docket.close() };
    },
    offline: aloneWith({}),
    out,
    screen: { stream: err, millis: () => 0 },
    signal: ctrlC.signal,
  });
  return { code, out: out.text, err: err.text };
}

it.each([
  ['verify', ['verify']],
  ['rebuild', ['rebuild', 'all']],
  ['import', ['import', 'servicenow', 'test/data/servicenow-incidents.csv.gz']],
  ['backup', ['backup', join(folder, 'backup.zip')]],
])('%s exits with 130 and says that it stopped', async (_, args) => {
  expect(await interrupted(...args)).toEqual({ code: 130, out: '', err: 'Stopped before it finished.\n' });
});

it('an interrupted rebuild leaves read models that can be queried', async () => {
  await interrupted('rebuild', 'all');
  const docket = await openDocket(config);
  const report = await controlMethods(docket)['report.volume']({}, () => undefined, new AbortController().signal);
  expect(report.tickets).toBe(0);
  await docket.close();
});
