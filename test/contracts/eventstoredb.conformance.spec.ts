import { spawn } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { emptyEventStoreChoice } from '../servers/eventstore';
import { startTestServer } from '../servers/eventstoredb/server';
import { note } from '../servers/notes';

const root = join(__dirname, '..', '..');
const data = join(root, 'test', 'data', 'eventstoredb');

const scenarios = ['transcript.jsonl', 'changes.jsonl'].reduce(
  (sum, file) => sum + readFileSync(join(data, file), 'utf8').trim().split('\n').length,
  0,
);

/** A separate process, because the scenarios are ES modules and must not share a process with the server. */
function conformance(url: string): Promise<{ readonly said: string; readonly code: number | null }> {
  return new Promise((resolve) => {
    const child = spawn(process.execPath, [join(data, 'conformance.mjs'), url], { cwd: root });
    let said = '';
    for (const stream of [child.stdout, child.stderr]) stream.on('data', (text: Buffer) => (said += text.toString()));
    child.on('close', (code) => resolve({ said, code }));
  });
}

describe('our EventStoreDB test server', () => {
  it('answers every recorded scenario like EventStoreDB 23.10', async () => {
    const server = await startTestServer();
    const { said, code } = await conformance(server.url);
    server.stop();
    expect(said).toBe(`${scenarios} passed, 0 failed\n`);
    expect(code).toBe(0);
    note(`EventStoreDB test server: ${scenarios} of ${scenarios} recorded scenarios answered the same`);
  });

  it('fails a scenario when an answer differs from the recorded one', async () => {
    const server = await startTestServer({ version: '22.10.1' });
    const { said, code } = await conformance(server.url);
    server.stop();
    expect(said).toContain('differs: capabilities');
    expect(code).toBe(1);
  });
});

const real = emptyEventStoreChoice();
if (!('reason' in real)) {
  describe(real.name, () => {
    it('answers as recorded, except for its version', async () => {
      const server = await real.start();
      const { said } = await conformance(server.url).finally(server.stop);
      const differs = [...said.matchAll(/^differs: (.*)$/gm)].map(([, name]) => name);
      expect(differs.filter((name) => name !== 'capabilities')).toEqual([]);
      expect(said).toMatch(/^\d+ passed, [01] failed$/m);
      note(`${real.name}: ${scenarios - differs.length} of ${scenarios} recorded scenarios answered the same`);
    });
  });
}
