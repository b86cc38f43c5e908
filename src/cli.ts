import 'reflect-metadata';
import { join, resolve } from 'node:path';
import { runScript } from './adapters/cli/run-script';
import { connectControl } from './adapters/control/control-client';
import type { OpenControl } from './adapters/control/control.port';
import { offlineMethods } from './operations/offline-methods';
import { readConfig } from './config';
import { controlMethods } from './operations/control-methods';
import { openDocket } from './compose/docket';
import { explainError } from './operations/explain';
import { controlSocket } from './compose/server';

async function main(): Promise<void> {
  const config = readConfig(process.env);
  const interrupted = new AbortController();
  process.once('SIGINT', () => interrupted.abort());
  process.exitCode = await runScript(process.argv.slice(2), {
    connect: () => connectControl(join(resolve(config.DATA_DIR), controlSocket)),
    open: async (): Promise<OpenControl> => {
      const docket = await openDocket(config);
      return { methods: controlMethods(docket), close: () => docket.close() };
    },
    offline: offlineMethods(config),
    out: process.stdout,
    screen: { stream: process.stderr, millis: () => performance.now() },
    signal: interrupted.signal,
  });
}

main().catch((error: unknown) => {
  process.stderr.write(`${explainError(error)}\n`);
  process.exitCode = 1;
});
