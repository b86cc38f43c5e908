import { randomUUID } from 'node:crypto';
import { cpSync, readFileSync, writeFileSync } from 'node:fs';
import { gunzipSync } from 'node:zlib';
import type { TransferAnswer } from '../../src/adapters/control/control.port';
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
import { startTestServer, type TestServer } from '../servers/eventstoredb/server';
import { mongoChoice, type MongoServer } from '../servers/mongodb';
import { note } from '../servers/notes';

// Copies from SQLite to EventStoreDB and MongoDB and back.

const { at, remove } = scratch();
const { progress, signal } = callOptions;
const choice = mongoChoice();

let eventstore: TestServer;
let mongodb: MongoServer | null = null;
let content: Content;

beforeAll(async () => {
  eventstore = await startTestServer();
  if ('start' in choice) mongodb = await choice.start();
  note(
    `copy between stores: EventStoreDB's protocol, ${'start' in choice ? choice.name : `documents in SQLite (${choice.reason})`}`,
  );
  const rows = gunzipSync(readFileSync('test/data/servicenow-incidents.csv.gz')).toString().split('\n');
  writeFileSync(at('slice.csv'), rows.slice(0, 200).join('\n'));
  const desk = await Desk.start(at('source'));
  await desk.methods.import({ format: 'servicenow', file: at('slice.csv') }, progress, signal);
  await desk.attach(await desk.open('Lobby screen stays black'), 'the fuse is gone');
  content = await contentOf(desk.server.docket);
  await desk.server.stop();
  const other = await Desk.start(at('other'));
  await other.server.stop();
});

afterAll(async () => {
  await mongodb?.stop();
  eventstore.stop();
  remove();
});

/** Settings of the servers, with a new database for every run. */
const name = randomUUID();
const servers = (): Record<string, string> => ({
  EVENTSTORE_URL: eventstore.url,
  ...(mongodb !== null && { MONGODB_URL: mongodb.url.replace(/\/(\?|$)/, `/${name}$1`) }),
});
const there = (): string[] => [...Object.values(servers()), `files:${at('servers')}`];
const embedded = (folder: string): string[] => [`sqlite:${at(folder)}`];
const copy = (from: readonly string[], to: readonly string[]): Promise<TransferAnswer> =>
  offlineMethodsOf(at('nobody')).copy({ from, to }, progress, signal);

describe('a copy from SQLite to EventStoreDB and MongoDB, and back', () => {
  it('continues after a crash; no server starts meanwhile, and other facts are rejected', async () => {
    await moveKilled({ folder: at('nobody'), work: { copy: { from: embedded('source'), to: there() } }, steps: 1 });
    await expect(openDocket(configOf(at('servers'), servers()))).rejects.toThrow(/lacks the keys of the newest facts/);
    await expect(copy(embedded('other'), there())).rejects.toThrow(/The target has other facts than the source from number 1 on/);
    const answer = await copy(embedded('source'), there());
    expect(answer).toMatchObject({ facts: content.facts.length, files: 1, filesMissing: 0 });
    expect(answer.already).toBeGreaterThan(0);
    expect(await copy(embedded('source'), there())).toMatchObject({ already: answer.facts, proof: answer.proof });
  });

  it('has equal facts, read models with every box opened, secrets and files, while it runs there', async () => {
    expect(JSON.stringify(content.models)).toContain('Lobby screen stays black');
    expect(Object.values(content.files)).toEqual(['the fuse is gone']);
    expect(await contentAt(at('servers'), servers())).toEqual(content);
  });

  it('rejects servers that were started, and files of another log', async () => {
    await expect(copy(embedded('source'), there())).rejects.toThrow(/has been started as an installation of its own/);
    const mixed = await startTestServer();
    const beside = [mixed.url, `files:${at('mixed')}`];
    cpSync(at('other/files'), at('mixed/files'), { recursive: true });
    await expect(copy(embedded('source'), beside)).rejects.toThrow(/The target has the files of another installation/);
    mixed.stop();
  });

  it('comes back equal, and rejects a source with a missing part', async () => {
    const back = await copy(there(), embedded('back'));
    expect(back).toMatchObject({ already: 0, facts: content.facts.length, files: 1, filesMissing: 0 });
    expect(await contentAt(at('back'))).toEqual(content);
    await expect(copy([eventstore.url, `files:${at('nothing')}`], embedded('half'))).rejects.toThrow(
      /lacks the keys of the newest facts/,
    );
  });
});
