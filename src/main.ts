import 'reflect-metadata';
import { explainError } from './operations/explain';
import { readConfig } from './config';
import { startServer } from './compose/server';
import { filledDemo, greeting } from './greeting';

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
  const filled = await server.filled;
  if (filled !== null) process.stdout.write(filledDemo(filled));
}

function fail(error: unknown): void {
  process.stderr.write(`${explainError(error)}\n`);
  process.exit(1);
}

main().catch(fail);
