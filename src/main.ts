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

function greeting({ docket, url, demo, first, setUp }: Server): string {
  return [
    `Docket is at ${url} (API: ${url}/docs)\nData folder: ${docket.stores.folder.path}\n`,
    ...(demo.people.length > 0 ? demoTable(url, demo) : []),
    ...(setUp === null ? [] : [`Open this link to become the first administrator. It works once, for seven days:\n  ${setUp}\n`]),
    ...(first === null
      ? []
      : [
          `Create the first token before anyone can use the API. This command creates one for the administrator:\n  ${firstTokenCommand(first)}\n`,
        ]),
  ].join('');
}

function demoTable(url: string, { people, password }: Server['demo']): readonly string[] {
  const widest = Math.max(...people.map(({ email }) => email.length));
  return [
    `Demo organisations were created. Sign in at ${url} with one of these addresses and the password ${password ?? ''}\n`,
    ...people.map(({ email, organisation, user, role }) => `  ${email.padEnd(widest)}  ${organisation} · ${user} · ${role}\n`),
    'Their API tokens. Password and tokens are shown only once, so copy them now:\n',
    ...people.map(({ organisation, user, role, token }) => `  ${token}  ${organisation} · ${user} · ${role}\n`),
  ];
}

function fail(error: unknown): void {
  process.stderr.write(`${explainError(error)}\n`);
  process.exit(1);
}

main().catch(fail);
