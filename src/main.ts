import 'reflect-metadata';
import { explained } from './explain';
import { readConfig } from './config';
import { startServer } from './server';

async function main(): Promise<void> {
  const { docket, url, stop } = await startServer(readConfig(process.env));
  process.stdout.write(`Docket is at ${url} (API: ${url}/docs)\nData folder: ${docket.stores.folder.path}\n`);
  if (docket.demo.length > 0) {
    const lines = docket.demo.map(({ organisation, user, role, token }) => `  ${token}  ${organisation} · ${user} · ${role}\n`);
    process.stdout.write(`Demo organisations were made. Their API tokens, shown this once:\n${lines.join('')}`);
  }
  let stopping = false;
  for (const signal of ['SIGINT', 'SIGTERM'] as const) {
    process.on(signal, () => {
      if (stopping) process.exit(1);
      stopping = true;
      void stop().then(() => process.exit(0), fail);
    });
  }
}

function fail(error: unknown): void {
  process.stderr.write(`${explained(error)}\n`);
  process.exit(1);
}

main().catch(fail);
