import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { chmodSync, mkdtempSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { DataFolderRefused, openDataFolder } from '../../../src/adapters/data-folder/data-folder';
import { withoutRights } from './without-rights';

describe('the data folder', () => {
  let parent: string;
  beforeEach(() => (parent = mkdtempSync(join(tmpdir(), 'docket-folder-'))));
  afterEach(() => rmSync(parent, { recursive: true }));

  it('is created if it is missing, readable by its owner only', () => {
    const folder = openDataFolder(join(parent, 'deep', 'data'));
    expect(folder.path).toBe(join(parent, 'deep', 'data'));
    expect(folder.file('log.db')).toBe(join(folder.path, 'log.db'));
    expect(statSync(folder.path).mode & 0o777).toBe(0o700);
    folder.release();
  });

  it('restricts its databases to their owner in an open folder, and leaves other files unchanged', () => {
    chmodSync(parent, 0o755);
    for (const name of ['keys.db', 'keys.db-wal', 'notes.txt']) writeFileSync(join(parent, name), '', { mode: 0o644 });
    chmodSync(join(parent, 'keys.db'), 0o644);
    chmodSync(join(parent, 'notes.txt'), 0o644);
    const folder = openDataFolder(parent);
    writeFileSync(join(parent, 'log.db'), '');
    const modes = ['keys.db', 'keys.db-wal', 'log.db', 'lock.db', 'notes.txt'].map(
      (name) => statSync(join(parent, name)).mode & 0o777,
    );
    expect([...modes, statSync(parent).mode & 0o777]).toEqual([0o600, 0o600, 0o600, 0o600, 0o644, 0o755]);
    folder.release();
  });

  it('is refused to a second process, naming the first, and free after release', () => {
    const folder = openDataFolder(parent);
    expect(() => openDataFolder(parent)).toThrow(
      `The data folder ${parent} is in use by another Docket process. Stop that process first`,
    );
    folder.release();
    openDataFolder(parent).release();
  });

  it('is refused while another process uses it, and free once that process is killed', async () => {
    const other = spawn(process.execPath, ['-e', holdLock, join(parent, 'lock.db'), require.resolve('better-sqlite3')], {
      stdio: ['ignore', 'pipe', 'inherit'],
    });
    await once(other.stdout, 'data');
    expect(() => openDataFolder(parent)).toThrow(DataFolderRefused);
    other.kill('SIGKILL');
    await once(other, 'exit');
    openDataFolder(parent).release();
  });

  it.each([
    ['that is new', () => undefined],
    ['that was used before', (folder: string) => openDataFolder(folder).release()],
  ])('is refused without write access: a folder %s', async (_, before) => {
    before(parent);
    chmodSync(parent, 0o555);
    await withoutRights(() => {
      expect(() => openDataFolder(parent)).toThrow(`The data folder ${parent} is not writable. Give this user write access`);
    });
  });

  it('is refused if it is a file, or below one', () => {
    const file = join(parent, 'file');
    writeFileSync(file, '');
    for (const path of [file, join(file, 'data')])
      expect(() => openDataFolder(path)).toThrow(`${path} is not a folder. Set DATA_DIR to a folder`);
  });
});

const holdLock = `
  const db = new (require(process.argv[2]))(process.argv[1]);
  db.pragma('locking_mode = EXCLUSIVE');
  db.exec('BEGIN EXCLUSIVE');
  console.log('locked');
  setInterval(() => db.open, 1000);`;
