import 'reflect-metadata';
import { firstTokenFor } from './adapters/cli/standing';
import { explained } from './explain';
import { readConfig } from './config';
import { startServer } from './server';

async function main(): Promise<void> {
  const { docket, url, demo, first, stop } = await startServer(readConfig(process.env));
  process.stdout.write(`Docket is at ${url} (API: ${url}/docs)\nData folder: ${docket.stores.folder.path}\n`);
  if (demo.length > 0) {
    const lines = demo.map(({ organisation, user, role, token }) => `  ${token}  ${organisation} · ${user} · ${role}\n`);
    process.stdout.write(`Demo organisations were made. Their API tokens, shown this once:\n${lines.join('')}`);
  }
  if (first !== null)
    process.stdout.write(
      `Nobody can sign in yet. This makes the first token, for the administrator:\n  ${firstTokenFor(first)}\n`,
    );
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
