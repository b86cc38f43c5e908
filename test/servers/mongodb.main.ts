import setup from './containers.setup';
import { mongoChoice } from './mongodb';

/** Runs a server: `node -r ./test/crash/register.cjs test/servers/mongodb.main.ts`. Prints its address and name in one line. */
async function main(): Promise<void> {
  await setup();
  const choice = mongoChoice();
  if ('reason' in choice) throw new Error(choice.reason);
  const server = await choice.start();
  process.once('SIGTERM', () => void server.stop().then(() => process.exit()));
  process.stdout.write(`${server.url} ${server.name}\n`);
}

void main();
