import { existsSync, readFileSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { runNew, scratchCopy } from '../dsl/new';

// What `npm run new` writes, and where; test/e2e/new.spec.ts compiles it.

let copy: string;
beforeAll(() => {
  copy = scratchCopy();
});
afterAll(() => rmSync(copy, { recursive: true, force: true }));

const read = (path: string): string => readFileSync(join(copy, path), 'utf8');

describe('npm run new', () => {
  it('writes a command in its five places with its words, and says what is next', async () => {
    const { stdout } = await runNew(copy, ['command', 'PauseWork']);
    expect(read('src/domain/ticket/commands/work.ts')).toMatch(
      /workCommands = \{[^]*? {2}PauseWork: command\('Pause work'\),\n\};/,
    );
    expect(read('src/domain/ticket/ticket.phases.ts')).toContain("  PauseWork: { ways: [handler('ticket.manage', open)] },\n");
    expect(read('src/domain/ticket/decide/work.ts')).toContain("export const pauseWork: Decision<'PauseWork'> = () => [];");
    expect(read('docs/domain.md')).toContain('| PauseWork | handler with `ticket.manage` · open | = |');
    for (const language of ['en', 'fi', 'tr', 'de'])
      expect(JSON.parse(read(`src/adapters/pages/commands/words/${language}.json`))).toHaveProperty('pause-work.title');
    expect(read('test/domain/ticket/pause-work.spec.ts')).toContain("describe('PauseWork'");
    expect(stdout).toMatch(/test\/domain\/ticket\/pause-work\.spec\.ts\n\nNext:\n/);
  });

  it('writes an event with what it changes and its sentence, and names the commands that are next', async () => {
    const { stdout } = await runNew(copy, ['event', 'WorkPaused']);
    expect(read('src/domain/ticket/ticket.events.ts')).toMatch(/WorkPaused = Everyone<'WorkPaused', NoData>;[^]*\| WorkPaused;/);
    expect(read('src/domain/ticket/ticket.evolve.ts')).toContain('  WorkPaused: same,\n');
    expect(JSON.parse(read('src/adapters/pages/tickets/words/de.json'))).toHaveProperty('fact.WorkPaused');
    expect(stdout).toContain('npm run golden -- ticket \'{"type":"WorkPaused"');
  });

  it('writes a read model and puts it into the list', async () => {
    await runNew(copy, ['read-model', 'open-by-team']);
    expect(read('src/projections/index.ts')).toMatch(
      /import \{ openByTeam \} from '\.\/tickets\/open-by-team';[^]* {2}openByTeam,\n\]/,
    );
    expect(read('src/projections/tickets/open-by-team.ts')).toContain("name: 'open-by-team'");
    expect(existsSync(join(copy, 'test/projections/open-by-team.spec.ts'))).toBe(true);
  });

  it('writes an aggregate with its category', async () => {
    await runNew(copy, ['aggregate', 'device-type']);
    expect(read('src/domain/kernel/ids.ts')).toMatch(
      /DeviceTypeId = Branded<'device-type'>[^]*\n {2}'device-type',\n\] as const/,
    );
    expect(read('src/domain/aggregates.ts')).toContain("...{ 'device-type': deviceType },");
    expect(read('src/domain/device-type/device-type.ts')).toContain('Stream `device-type-<uuid>`');
  });

  it.each([
    [['something', 'PauseWork'], 'Say what is new'],
    [['command', 'pause-work'], 'two or more words such as PauseWork'],
    [['read-model', 'OpenByTeam'], 'words such as open-by-team'],
    [['read-model', '../escape'], 'words such as open-by-team'],
    [['command', 'StopWork', '--topic', 'nothing'], 'src/domain/ticket/commands/nothing.ts is not there'],
  ])('refuses %j, says why, and writes nothing', async (args, why) => {
    const before = read('src/domain/ticket/ticket.phases.ts');
    await expect(runNew(copy, args)).rejects.toMatchObject({ code: 1, stderr: expect.stringContaining(why) as string });
    expect(read('src/domain/ticket/ticket.phases.ts')).toBe(before);
  });

  it('refuses a name that is taken', async () => {
    await runNew(copy, ['read-model', 'taken-name']);
    await expect(runNew(copy, ['read-model', 'taken-name'])).rejects.toMatchObject({
      stderr: expect.stringContaining('There is one already') as string,
    });
  });
});
