import 'reflect-metadata';
import { firstTokenCommand } from './adapters/cli/invocation';
import { explainError } from './operations/explain';
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
    ...(tokens.length > 0
      ? ['Demo organisations were created. Copy their API tokens now, because they are shown only once:\n', ...tokens]
      : []),
    ...(first === null
      ? []
      : [
          `Create the first token before anyone can use the API. This command creates one for the administrator:\n  ${firstTokenCommand(first)}\n`,
        ]),
  ].join('');
}

function fail(error: unknown): void {
  process.stderr.write(`${explainError(error)}\n`);
  process.exit(1);
}

main().catch(fail);
