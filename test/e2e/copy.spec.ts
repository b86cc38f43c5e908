import { cpSync, existsSync, readFileSync, writeFileSync } from 'node:fs';
import { gunzipSync } from 'node:zlib';
import { parseAddresses } from '../../src/operations/addresses';
import type { TransferAnswer } from '../../src/adapters/control/control.port';
import { readConfig } from '../../src/config';
import { openDocket } from '../../src/compose/docket';
import {
  offlineMethodsOf,
  callOptions,
  configOf,
  contentAt,
  contentOf,
  moveKilled,
  Desk,
  scratch,
  type Content,
} from '../adapters/backup/desk';

const { at, remove } = scratch();
afterAll(remove);

const { progress, signal } = callOptions;
const copy = (from: string, to: string): Promise<TransferAnswer> =>
  offlineMethodsOf(at('nobody')).copy({ from: [`sqlite:${at(from)}`], to: [`sqlite:${at(to)}`] }, progress, signal);

let content: Content;

/** A part of the real history, plus interactive commands and an attached file. */
beforeAll(async () => {
  const rows = gunzipSync(readFileSync('test/data/servicenow-incidents.csv.gz')).toString().split('\n');
  writeFileSync(at('slice.csv'), rows.slice(0, 1_500).join('\n'));
  const desk = await Desk.start(at('source'));
  await desk.methods.import({ format: 'servicenow', file: at('slice.csv') }, progress, signal);
  await desk.attach(await desk.open('Lobby screen stays black'), 'the fuse is gone');
  content = await contentOf(desk.server.docket);
  await desk.server.stop();
});

describe('a copy from SQLite to SQLite', () => {
  it('has equal facts, ids, times, log indexes and read models, and readable boxes and files', async () => {
    const answer = await copy('source', 'target');
    expect(answer).toMatchObject({ already: 0, files: 1, filesMissing: 0 });
    expect(await copy('source', 'target')).toMatchObject({ already: answer.facts, proof: answer.proof });
    expect(await contentAt(at('target'))).toEqual(content);
    expect(JSON.stringify(content.models)).toContain('Lobby screen stays black');
    expect(Object.values(content.files)).toEqual(['the fuse is gone']);
  });

  it('continues after a crash; no server starts meanwhile, because the facts lack their keys', async () => {
    const order = { from: [`sqlite:${at('source')}`], to: [`sqlite:${at('killed')}`] };
    await moveKilled({ folder: at('nobody'), work: { copy: order }, steps: 1 });
    await expect(openDocket(configOf(at('killed')))).rejects.toThrow(/lacks the keys of the newest facts/);
    const answer = await copy('source', 'killed');
    expect(answer.already).toBeGreaterThan(0);
    expect(answer.already).toBeLessThan(answer.facts);
    expect(await contentAt(at('killed'))).toEqual(content);
  });

  it('rejects a target that was started, because keys destroyed there would return', async () => {
    const before = readFileSync(at('target/log.db'));
    await expect(copy('source', 'target')).rejects.toThrow(
      /has been started as an installation of its own\. Nothing was changed/,
    );
    expect(readFileSync(at('target/log.db')).equals(before)).toBe(true);
  });

  it('rejects a target filled from another source, wherever they differ', async () => {
    const other = await Desk.start(at('other'));
    await other.server.stop();
    await copy('other', 'filled');
    await expect(copy('source', 'filled')).rejects.toThrow(/The target has other facts than the source from number 1 on/);
    cpSync(at('other'), at('older'), { recursive: true });
    const grown = await openDocket(configOf(at('other')));
    const facts = grown.stores.log.logIndexOf(await grown.stores.log.head());
    await grown.numbers.next('customer');
    await grown.close();
    await copy('other', 'newer');
    await expect(copy('older', 'newer')).rejects.toThrow(
      new RegExp(`The target has other facts than the source from number ${facts + 1} on`),
    );
  });

  it('rejects a missing source without creating it, and one that a server uses', async () => {
    await expect(copy('nowhere', 'new')).rejects.toThrow(/There is no log in .*nowhere/);
    expect([existsSync(at('nowhere')), existsSync(at('new'))]).toEqual([false, false]);
    const desk = await Desk.start(at('other'));
    await expect(copy('other', 'new')).rejects.toThrow(/in use by another Docket process/);
    await desk.server.stop();
  });
});

describe('addresses of npm run copy', () => {
  it('name a folder, or servers and the folder of the files', () => {
    const here = { DATA_DIR: '/data', EVENTSTORE_URL: 'embedded', MONGODB_URL: 'embedded' };
    expect(parseAddresses(['sqlite:../data'], '/here')).toEqual(here);
    const kurrent = parseAddresses(['kurrentdb+discover://a:b@c:1?tls=false', 'files:/data'], '/');
    expect(kurrent).toEqual({ ...here, EVENTSTORE_URL: 'esdb+discover://a:b@c:1?tls=false' });
    const servers = { EVENTSTORE_URL: 'esdb+discover://a:b@c:1', MONGODB_URL: 'mongodb://m1,m2/x' };
    expect(parseAddresses([...Object.values(servers), 'files:/data'], '/')).toEqual({ ...here, ...servers });
  });

  it('are valid settings, whatever the product of the log is called', () => {
    expect(readConfig({ EVENTSTORE_URL: 'kurrentdb://c:1' }).EVENTSTORE_URL).toBe('esdb://c:1');
    expect(() => readConfig({ EVENTSTORE_URL: 'kurrent://c:1' })).toThrow(/EVENTSTORE_URL must be embedded or begin with esdb:/);
  });

  it('are rejected with advice and without passwords', () => {
    expect(() => parseAddresses(['esdb://admin:changeit@host'], '/')).toThrow(
      /esdb:\/\/…@host contains no folder\. Add files:<folder>/,
    );
    expect(() => parseAddresses(['http://admin:changeit@host'], '/')).toThrow(
      /http:\/\/…@host is not a known address\. Use sqlite:<folder>/,
    );
  });
});
