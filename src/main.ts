import 'reflect-metadata';
import { StartInterrupted } from './compose/stores';
import { explainError } from './operations/explain';
import { readConfig } from './config';
import { startServer } from './compose/server';
import { filledDemo, greeting, waiting } from './greeting';

async function main(): Promise<void> {
  const stopping = new AbortController();
  for (const signal of ['SIGINT', 'SIGTERM'] as const) {
    process.on(signal, () => {
      if (stopping.signal.aborted) process.exit(1);
      stopping.abort();
    });
  }
  const server = await startServer(readConfig(process.env), {
    interrupted: stopping.signal,
    onWaiting: (who, error) => process.stdout.write(waiting(who, error)),
  });
  const stop = (): void => void server.stop().then(() => process.exit(0), fail);
  stopping.signal.addEventListener('abort', stop);
  process.stdout.write(greeting(server));
  if (stopping.signal.aborted) stop();
  const filled = await server.filled;
  if (filled !== null) process.stdout.write(filledDemo(filled));
}

function fail(error: unknown): void {
  if (error instanceof StartInterrupted) process.exit(0);
  process.stderr.write(`${explainError(error)}\n`);
  process.exit(1);
}

main().catch(fail);
