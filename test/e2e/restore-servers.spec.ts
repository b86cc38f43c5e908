import { randomUUID } from 'node:crypto';
import { existsSync } from 'node:fs';
import type { BackupAnswer } from '../../src/adapters/control/control.port';
import {
  offlineMethodsOf,
  callOptions,
  contentAt,
  contentOf,
  Desk,
  moveKilled,
  scratch,
  type Content,
} from '../adapters/backup/desk';
import { startTestServer, type TestServer } from '../servers/eventstoredb/server';
import { mongoChoice, type MongoServer } from '../servers/mongodb';
import { note } from '../servers/notes';

// The drill of docs/operations.md with servers: a backup while they run, restored into empty ones.

const { at, remove } = scratch();
const { progress, signal } = callOptions;
const choice = mongoChoice();

type Settings = Readonly<Record<string, string>>;

let eventstores: readonly TestServer[];
let mongodb: MongoServer | null = null;
/** Three installations on empty servers. */
let places: readonly Settings[];
let early: { readonly content: Content; readonly answer: BackupAnswer };
let late: Content;

beforeAll(async () => {
  eventstores = await Promise.all([startTestServer(), startTestServer(), startTestServer()]);
  if ('start' in choice) mongodb = await choice.start();
  note(`restore: EventStoreDB's protocol, ${'start' in choice ? choice.name : `documents in SQLite (${choice.reason})`}`);
  places = eventstores.map(({ url }) => ({
    EVENTSTORE_URL: url,
    ...(mongodb !== null && { MONGODB_URL: mongodb.url.replace(/\/(\?|$)/, `/${randomUUID()}$1`) }),
  }));
  const desk = await Desk.start(at('desk'), [], places[0]);
  await desk.attach(await desk.open('Lobby screen stays black'), 'the fuse is gone');
  early = { content: await contentOf(desk.server.docket), answer: await backUp(desk, 'early.zip') };
  await desk.eraseBen();
  // Waits until the reactor has destroyed the keys and rebuilt the read models.
  while (JSON.stringify((late = await contentOf(desk.server.docket)).models).includes('Lobby screen'))
    await new Promise((resolve) => setTimeout(resolve, 50));
  await backUp(desk, 'late.zip');
  await desk.server.stop();
});

afterAll(async () => {
  await mongodb?.stop();
  for (const server of eventstores) server.stop();
  remove();
});

const backUp = (desk: Desk, file: string): Promise<BackupAnswer> =>
  desk.methods.backup({ file: at(file), keysDays: 30 }, progress, signal);
const restore = (folder: string, servers: Settings | undefined, archive: string, keys = `${archive}.keys`) =>
  offlineMethodsOf(at(folder), servers).restore({ file: at(archive), keys: at(keys), force: false }, progress, signal);

const isFact = ({ stream }: { readonly stream: string }): boolean => !stream.startsWith('$') && stream !== 'docket-log';

describe('a restore into EventStoreDB and MongoDB', () => {
  it('continues after a crash without a start meanwhile, and copies nothing twice', async () => {
    const order = { file: at('early.zip'), keys: at('early.zip.keys'), force: false };
    // Kills while facts and files are copied to staging, then while facts are copied to the servers.
    await moveKilled({ folder: at('restored'), servers: places[1] ?? {}, work: { restore: order }, steps: 3 });
    expect(eventstores[1]?.log.all.filter(isFact)).not.toEqual([]);
    await expect(contentAt(at('restored'), places[1])).rejects.toThrow(/contains an unfinished restore/);
    await expect(contentAt(at('elsewhere'), places[1])).rejects.toThrow(/lacks the keys of the newest facts/);
  });

  it('gives servers equal facts, read models with every box opened, secrets and files', async () => {
    const answer = await restore('restored', places[1], 'early.zip');
    const { facts, proof } = early.answer;
    expect(answer.already).toBeGreaterThan(0);
    expect(answer).toMatchObject({ facts, proof, keysDestroyed: 0, files: 1, filesMissing: 0, tickets: 1 });
    expect(existsSync(at('restored/restoring'))).toBe(false);
    expect(JSON.stringify(early.content.models)).toContain('Lobby screen stays black');
    expect(Object.values(early.content.files)).toEqual(['the fuse is gone']);
    expect(await contentAt(at('restored'), places[1])).toEqual(early.content);
  });

  it('rejects servers that were started, before anything is created', async () => {
    await expect(restore('restored', places[1], 'late.zip')).rejects.toThrow(/has been started as an installation of its own/);
    expect(existsSync(at('restored/restoring'))).toBe(false);
    expect(await contentAt(at('restored'), places[1])).toEqual(early.content);
  });

  it('copies nothing if the keys are older than the log', async () => {
    const young = await Desk.start(at('grown'));
    await backUp(young, 'young.zip');
    await young.server.stop();
    // Every start uses a new block of keys.
    const older = await Desk.start(at('grown'), young.demo);
    await older.open('First');
    await backUp(older, 'older.zip');
    await older.server.stop();
    await expect(restore('third', places[2], 'older.zip', 'young.zip.keys')).rejects.toThrow(
      /lacks the keys of the newest facts/,
    );
    expect(eventstores[2]?.log.all.filter(isFact)).toEqual([]);
    expect(existsSync(at('third/restoring'))).toBe(false);
  });

  it('repeats erasures made after the backup of the keys, also in a place left by a rejected restore', async () => {
    const answer = await restore('third', places[2], 'late.zip', 'early.zip.keys');
    expect(answer.keysDestroyed).toBeGreaterThan(2);
    const content = await contentAt(at('third'), places[2]);
    expect(content).toEqual(late);
    expect(JSON.stringify(content)).not.toMatch(/Calder|Lobby screen/);
    expect(Object.values(content.files)).toEqual([null]);
  });

  it('restores the same archives into an embedded installation', async () => {
    expect(await restore('home', undefined, 'early.zip')).toMatchObject({ proof: early.answer.proof, files: 1 });
    expect(await contentAt(at('home'))).toEqual(early.content);
  });
});
