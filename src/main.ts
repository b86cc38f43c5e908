import 'reflect-metadata';
import { firstTokenFor } from './adapters/cli/standing';
import { explained } from './operations/explain';
import { readConfig } from './config';
import { startServer, type Server } from './compose/server';

async function main(): Promise<void> {
  const server = await startServer(readConfig(process.env));
  let stopping = false;
  for (const signal of ['SIGINT', 'SIGTERM'] as const) {
    process.on(signal, () => {
      if (stopping) process.exit(1);
      stopping = true;
      void server.stop().then(() => process.exit(0), fail);
    });
  }
  process.stdout.write(greeting(server));
}

function greeting({ docket, url, demo, first }: Server): string {
  const tokens = demo.map(({ organisation, user, role, token }) => `  ${token}  ${organisation} · ${user} · ${role}\n`);
  return [
    `Docket is at ${url} (API: ${url}/docs)\nData folder: ${docket.stores.folder.path}\n`,
    ...(tokens.length > 0 ? ['Demo organisations were made. Their API tokens, shown this once:\n', ...tokens] : []),
    ...(first === null
      ? []
      : [`Nobody can sign in yet. This makes the first token, for the administrator:\n  ${firstTokenFor(first)}\n`]),
  ].join('');
}

function fail(error: unknown): void {
  process.stderr.write(`${explained(error)}\n`);
  process.exit(1);
}

main().catch(fail);
