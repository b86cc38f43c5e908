import setup from './containers.setup';
import { mongoChoice } from './mongodb';

/** A server of its own: `node -r ./test/crash/register.cjs test/servers/mongodb.main.ts`; says its address and its name in one line. */
async function main(): Promise<void> {
  await setup();
  const choice = mongoChoice();
  if ('reason' in choice) throw new Error(choice.reason);
  const server = await choice.start();
  process.once('SIGTERM', () => void server.stop().then(() => process.exit()));
  process.stdout.write(`${server.url} ${server.name}\n`);
}

void main();
