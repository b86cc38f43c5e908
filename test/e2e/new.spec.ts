import { rmSync } from 'node:fs';
import { join } from 'node:path';
import { asked, run, runNew, scratchCopy } from '../dsl/new';

// Slow: what `npm run new` writes, all of it in one copy, is compiled as a whole, and each of its tests is run.

let copy: string;
beforeAll(async () => {
  copy = scratchCopy();
  for (const args of asked) await runNew(copy, args);
});
afterAll(() => rmSync(copy, { recursive: true, force: true }));

const tool = (name: string, ...args: readonly string[]) =>
  run(process.execPath, [join(copy, 'node_modules', '.bin', name), ...args], { cwd: copy, maxBuffer: 64 * 1024 * 1024 });

it('every skeleton compiles', async () => {
  expect((await tool('tsc', '--noEmit', '--incremental', 'false', '-p', '.')).stdout).toBe('');
});

it('every skeleton has a test that fails until it is filled in, and no other failure', async () => {
  const specs = ['pause-work', 'praise-ticket', 'work-paused', 'open-by-team', 'longest-waits', 'device', 'device-type'];
  const patterns = specs.map((name) => `/${name}\\.spec`);
  const refused = tool('jest', '--selectProjects', 'unit', '--json', '--testPathPatterns', ...patterns);
  const { stdout } = (await refused.catch((failed: unknown) => failed)) as { readonly stdout: string };
  const { testResults } = JSON.parse(stdout) as {
    readonly testResults: readonly { readonly name: string; readonly assertionResults: readonly { readonly status: string }[] }[];
  };
  const failing = testResults.map(({ name, assertionResults }) => [
    name.slice(name.lastIndexOf('/') + 1),
    assertionResults.filter(({ status }) => status === 'failed').length,
  ]);
  expect(failing.sort()).toEqual(specs.map((name) => [`${name}.spec.ts`, 1]).sort());
});
