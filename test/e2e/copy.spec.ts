import { cpSync, existsSync, readFileSync, writeFileSync } from 'node:fs';
import { gunzipSync } from 'node:zlib';
import { placeAt } from '../../src/operations/addresses';
import type { TransferAnswer } from '../../src/adapters/control/control.port';
import { readConfig } from '../../src/config';
import { openDocket } from '../../src/compose/docket';
import { alone, calmly, configOf, contentAt, contentOf, moveKilled, Desk, scratch, type Content } from '../adapters/backup/desk';

const { at, remove } = scratch();
afterAll(remove);

const { progress, signal } = calmly;
const copy = (from: string, to: string): Promise<TransferAnswer> =>
  alone(at('nobody')).copy({ from: [`sqlite:${at(from)}`], to: [`sqlite:${at(to)}`] }, progress, signal);

let content: Content;

/** A slice of the real history, and what people do, an attached file included. */
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
  it('has equal facts with ids, times and log index, equal read models, readable boxes and files', async () => {
    const answer = await copy('source', 'target');
    expect(answer).toMatchObject({ already: 0, files: 1, filesMissing: 0 });
    expect(await copy('source', 'target')).toMatchObject({ already: answer.facts, proof: answer.proof });
    expect(await contentAt(at('target'))).toEqual(content);
    expect(JSON.stringify(content.models)).toContain('Lobby screen stays black');
    expect(Object.values(content.files)).toEqual(['the fuse is gone']);
  });

  it('goes on where it was killed, and cannot be started in between: its facts lack their keys', async () => {
    const order = { from: [`sqlite:${at('source')}`], to: [`sqlite:${at('killed')}`] };
    await moveKilled({ folder: at('nobody'), work: { copy: order }, steps: 1 });
    await expect(openDocket(configOf(at('killed')))).rejects.toThrow(/keys that are not there/);
    const answer = await copy('source', 'killed');
    expect(answer.already).toBeGreaterThan(0);
    expect(answer.already).toBeLessThan(answer.facts);
    expect(await contentAt(at('killed'))).toEqual(content);
  });

  it('refuses a target that was started: keys destroyed there would come back', async () => {
    const before = readFileSync(at('target/log.db'));
    await expect(copy('source', 'target')).rejects.toThrow(
      /has been started as an installation of its own\. Nothing was changed/,
    );
    expect(readFileSync(at('target/log.db')).equals(before)).toBe(true);
  });

  it('refuses what another source has filled, wherever they part', async () => {
    const other = await Desk.start(at('other'));
    await other.server.stop();
    await copy('other', 'filled');
    await expect(copy('source', 'filled')).rejects.toThrow(/The target has other facts: from number 1 on/);
    cpSync(at('other'), at('older'), { recursive: true });
    const grown = await openDocket(configOf(at('other')));
    const facts = grown.stores.log.logIndexOf(await grown.stores.log.head());
    await grown.numbers.next('customer');
    await grown.close();
    await copy('other', 'newer');
    await expect(copy('older', 'newer')).rejects.toThrow(new RegExp(`The target has other facts: from number ${facts + 1} on`));
  });

  it('refuses a source that is not there, without making it, and one that a server has', async () => {
    await expect(copy('nowhere', 'new')).rejects.toThrow(/There is no log in .*nowhere/);
    expect([existsSync(at('nowhere')), existsSync(at('new'))]).toEqual([false, false]);
    const desk = await Desk.start(at('other'));
    await expect(copy('other', 'new')).rejects.toThrow(/in use by another Docket process/);
    await desk.server.stop();
  });
});

describe('the words for a place', () => {
  it('name a folder, or servers and the folder of the files', () => {
    const here = { DATA_DIR: '/data', EVENTSTORE_URL: 'embedded', MONGODB_URL: 'embedded' };
    expect(placeAt(['sqlite:../data'], '/here')).toEqual(here);
    const kurrent = placeAt(['kurrentdb+discover://a:b@c:1?tls=false', 'files:/data'], '/');
    expect(kurrent).toEqual({ ...here, EVENTSTORE_URL: 'esdb+discover://a:b@c:1?tls=false' });
    const servers = { EVENTSTORE_URL: 'esdb+discover://a:b@c:1', MONGODB_URL: 'mongodb://m1,m2/x' };
    expect(placeAt([...Object.values(servers), 'files:/data'], '/')).toEqual({ ...here, ...servers });
  });

  it('are settings that a start takes, whatever the log is called', () => {
    expect(readConfig({ EVENTSTORE_URL: 'kurrentdb://c:1' }).EVENTSTORE_URL).toBe('esdb://c:1');
    expect(() => readConfig({ EVENTSTORE_URL: 'kurrent://c:1' })).toThrow(/EVENTSTORE_URL must be embedded or begin with esdb:/);
  });

  it('are refused with what to say, and without their passwords', () => {
    expect(() => placeAt(['esdb://admin:changeit@host'], '/')).toThrow(/esdb:\/\/…@host names no folder\. Add files:<folder>/);
    expect(() => placeAt(['http://admin:changeit@host'], '/')).toThrow(
      /http:\/\/…@host is no place that is known\. Say sqlite:<folder>/,
    );
  });
});
