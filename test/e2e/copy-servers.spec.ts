import { readFileSync, writeFileSync } from 'node:fs';
import { gunzipSync } from 'node:zlib';
import type { TransferAnswer } from '../../src/adapters/control/control.port';
import { alone, calmly, contentAt, contentOf, Desk, scratch } from '../adapters/backup/desk';
import { startTestServer, type TestServer } from '../servers/eventstoredb/server';
import { mongoChoice, type MongoServer } from '../servers/mongodb';
import { note } from '../servers/notes';

// From SQLite to EventStoreDB and MongoDB and back: equal at both ends, or nothing.

const { at, remove } = scratch();
const { progress, signal } = calmly;
const choice = mongoChoice();

let eventstore: TestServer;
let mongodb: MongoServer | null = null;
let content: { readonly models: object; readonly facts: readonly object[]; readonly secret: string };

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
  content = (await contentOf(desk.server.docket)) as typeof content;
  await desk.server.stop();
}, 60_000);

afterAll(async () => {
  await mongodb?.stop();
  eventstore.stop();
  remove();
});

it('ends with equal facts, read models, secrets, files and readable boxes', async () => {
  const copy = (from: readonly string[], to: readonly string[]): Promise<TransferAnswer> =>
    alone(at('nobody')).copy({ from, to }, progress, signal);
  const embedded = (name: string): string[] => [`sqlite:${at(name)}`];
  const servers = [eventstore.url, ...(mongodb === null ? [] : [mongodb.url]), `files:${at('servers')}`];
  const there = await copy(embedded('source'), servers);
  expect(there).toMatchObject({ already: 0, files: 1, filesMissing: 0, facts: content.facts.length });
  expect(await copy(embedded('source'), servers)).toMatchObject({ already: there.facts, proof: there.proof });
  const back = await copy(servers, embedded('back'));
  expect(back).toMatchObject({ proof: there.proof, facts: there.facts, keys: there.keys, documents: there.documents });
  expect(await contentAt(at('back'))).toEqual(content);
}, 120_000);
