import { spawn } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { startTestServer } from '../servers/eventstoredb/server';
import { note } from '../servers/notes';

const root = join(__dirname, '..', '..');
const data = join(root, 'test', 'data', 'eventstoredb');

/** A process of its own: the scenarios are ES modules, and whoever asks is not who answers. */
function conformance(url: string): Promise<{ readonly said: string; readonly code: number | null }> {
  return new Promise((resolve) => {
    const child = spawn(process.execPath, [join(data, 'conformance.mjs'), url], { cwd: root });
    let said = '';
    for (const stream of [child.stdout, child.stderr]) stream.on('data', (text: Buffer) => (said += text.toString()));
    child.on('close', (code) => resolve({ said, code }));
  });
}

describe('our EventStoreDB test server', () => {
  it('answers the real client as EventStoreDB 23.10 was recorded to answer, in every scenario', async () => {
    const scenarios = readFileSync(join(data, 'transcript.jsonl'), 'utf8').trim().split('\n').length;
    const server = await startTestServer();
    const { said, code } = await conformance(server.url);
    server.stop();
    expect(said).toBe(`${scenarios} passed, 0 failed\n`);
    expect(code).toBe(0);
    note(`EventStoreDB test server: ${scenarios} of ${scenarios} recorded scenarios answered the same`);
  }, 60_000);

  it('would be found out: an answer that differs from the recorded one fails', async () => {
    const server = await startTestServer({ version: '22.10.1' });
    const { said, code } = await conformance(server.url);
    server.stop();
    expect(said).toContain('differs: capabilities');
    expect(code).toBe(1);
  }, 60_000);
});
