import { startTestServer } from './server';

/** Runs a server: `node -r ./test/crash/register.cjs test/servers/eventstoredb/main.ts [port]`. Prints its address in one line. */
async function main(): Promise<void> {
  const { url } = await startTestServer({ port: Number(process.argv[2] ?? 0), version: '23.10.7' });
  process.stdout.write(`${url}\n`);
}

void main();
