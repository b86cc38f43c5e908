import { spawn } from 'node:child_process';
import { mkdirSync, readdirSync, statSync, writeFileSync } from 'node:fs';
import { delimiter, dirname } from 'node:path';
import { contentAt, contentOf, Desk, scratch, type Content } from '../adapters/backup/desk';
import { ended } from '../dsl/process';

// The scripts of docker/ without an engine. The `docker` replacement runs the container's commands in this folder, with a folder as
// its volume. It supports the two ways into a container that the scripts use, and rejects everything else.

const { at, remove } = scratch();
afterAll(remove);

const docker = `#!/bin/sh
case "$1 $2 $3 $4 $5 $6" in
  'compose -f docker/compose.yml exec -T docket') shift 6 ;;
  'compose -f docker/compose.yml run --rm -T') shift 6; [ "$1" = docket ] || exit 64; shift ;;
  *) echo "not supported: $*" >&2; exit 64 ;;
esac
for argument; do
  shift
  set -- "$@" "$(printf %s "$argument" | sed "s#/data/#$DATA_DIR/#g")"
done
exec "$@"
`;

let content: Content;
let desk: Desk;

beforeAll(async () => {
  writeFileSync(at('docker'), docker, { mode: 0o755 });
  mkdirSync(at('restored'));
  desk = await Desk.start(at('desk'));
  await desk.attach(await desk.open('Lobby screen stays black'), 'the fuse is gone');
  content = await contentOf(desk.server.docket);
});

/** Asynchronous, because this process serves the desk meanwhile. */
async function run(script: string, volume: string, ...args: readonly string[]) {
  const path = `${dirname(at('docker'))}${delimiter}${process.env['PATH'] ?? ''}`;
  const child = spawn('sh', [`docker/${script}`, ...args], {
    env: { ...process.env, PATH: path, DATA_DIR: at(volume) },
    stdio: ['ignore', 'pipe', 'pipe'],
  });
  const { code, out, err } = await ended(child);
  return { status: code, said: out + err };
}
const archives = (folder: string): string[] => readdirSync(at(folder)).filter((name) => name.includes('zip'));

describe('the scripts for containers', () => {
  it('back up a running server to two files, for their owner only, and leave nothing in the volume', async () => {
    const { status, said } = await run('backup.sh', 'desk', 'docker/compose.yml', at('monday.zip'), '--keys-days', '7');
    expect([status, said]).toEqual([0, expect.stringContaining(`${at('monday.zip')} and ${at('monday.zip')}.keys`)]);
    expect(archives('.').sort()).toEqual(['monday.zip', 'monday.zip.keys']);
    expect(archives('.').map((name) => statSync(at(name)).mode & 0o777)).toEqual([0o600, 0o600]);
    expect(archives('desk')).toEqual([]);
  });

  it('do not overwrite a backup, and leave nothing behind when they fail', async () => {
    expect(await run('backup.sh', 'desk', 'docker/compose.yml', at('monday.zip'))).toMatchObject({
      status: 1,
      said: expect.stringContaining('exists already and is not overwritten') as string,
    });
    expect((await run('backup.sh', 'desk', 'docker/compose.yml', at('failed.zip'), '--keys-days', 'none')).status).toBe(2);
    expect((await run('backup.sh', 'desk', 'docker/compose.yml', at('nowhere/at-all.zip'))).status).not.toBe(0);
    expect(archives('.').sort()).toEqual(['monday.zip', 'monday.zip.keys']);
    expect(archives('desk')).toEqual([]);
  });

  it('restore a backup into an empty volume, and leave no archive there', async () => {
    await desk.server.stop();
    const { status, said } = await run('restore.sh', 'restored', 'docker/compose.yml', at('monday.zip'), at('monday.zip.keys'));
    expect([status, said]).toEqual([0, expect.stringContaining('Verified: ')]);
    expect(archives('restored')).toEqual([]);
    expect(await contentAt(at('restored'))).toEqual(content);
  });

  it('reject a volume with facts', async () => {
    const { status, said } = await run('restore.sh', 'restored', 'docker/compose.yml', at('monday.zip'), at('monday.zip.keys'));
    expect([status, said]).toEqual([1, expect.stringContaining('is not empty')]);
    expect(archives('restored')).toEqual([]);
  });

  it('print their usage', async () => {
    expect(await run('backup.sh', 'desk')).toEqual({
      status: 2,
      said: expect.stringContaining('Usage: docker/backup.sh') as string,
    });
    expect(await run('restore.sh', 'desk', 'x', 'y')).toEqual({
      status: 2,
      said: expect.stringContaining('Usage: docker/restore.sh') as string,
    });
  });
});
