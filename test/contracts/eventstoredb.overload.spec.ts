import { randomUUID } from 'node:crypto';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { OutcomeUncertain } from '../../src/adapters/eventstore/errors';
import { credentials, status } from '@grpc/grpc-js';
import { Empty, StreamIdentifier, UUID } from '@eventstore/db-client/generated/shared_pb';
import { StreamsClient } from '@eventstore/db-client/generated/streams_grpc_pb';
import { AppendReq } from '@eventstore/db-client/generated/streams_pb';
import { verifyLog } from '../../src/adapters/eventstore/verify';
import { aggregates } from '../../src/domain/aggregates';
import { readConfig } from '../../src/config';
import { controlMethods } from '../../src/operations/control-methods';
import { openDocket, type Docket } from '../../src/compose/docket';
import { sliceOfHistory } from '../dsl/real-history';
import type { TestServer } from '../servers/eventstoredb/server';
import { plain } from './event-store.facts';
import { until } from '../dsl/until';
import { Stage } from './eventstoredb.stage';

// A server that answers too late.

const stage = new Stage();
const dockets: Docket[] = [];
const folder = mkdtempSync(join(tmpdir(), 'docket-overload-'));
afterEach(async () => {
  for (const docket of dockets.splice(0)) await docket.close();
  await stage.clear();
});
afterAll(() => rmSync(folder, { recursive: true }));

const deadlineMs = 800;

async function docketOn(server: TestServer, name: string): Promise<Docket> {
  const url = `${server.url}&defaultDeadline=${deadlineMs}`;
  const docket = await openDocket(readConfig({ DATA_DIR: join(folder, name), EVENTSTORE_URL: url, NODE_ENV: 'production' }));
  dockets.push(docket);
  return docket;
}

const importInto = (docket: Docket, file: string) =>
  controlMethods(docket).import({ format: 'servicenow', file }, () => undefined, new AbortController().signal);

/** Events of each ticket, without ids, which differ between installations. */
async function histories({ stores: { log } }: Docket): Promise<readonly string[]> {
  const told = new Map<string, string>();
  for (const { stream, type, content } of await log.readAll(null, 100_000)) {
    const { occurredAt } = JSON.parse(content) as { readonly occurredAt: string };
    if (stream.startsWith('ticket-')) told.set(stream, `${told.get(stream) ?? ''}\n${occurredAt} ${type}`);
  }
  return [...told.values()].sort();
}

describe('EventStoreDB: an import with late answers', () => {
  it('rejects, repeats and loses no ticket', async () => {
    const file = sliceOfHistory(folder, 15);
    const [server, calm] = [await stage.server(), await stage.server()];
    const [late, atEase] = [await docketOn(server, 'late'), await docketOn(calm, 'at-ease')];
    server.faults.slowDown({ every: 8, ms: 2 * deadlineMs });
    const answer = await importInto(late, file);
    expect(server.faults.late).toBeGreaterThan(20);
    expect(answer).toMatchObject({ tickets: 15, refusals: 0, refused: {}, repeated: 0 });

    const expected = await importInto(atEase, file);
    expect({ ...answer, seconds: 0 }).toEqual({ ...expected, seconds: 0 });
    expect(await histories(late)).toEqual(await histories(atEase));
    const { keyRing, log: store } = late.stores;
    expect(await verifyLog({ store, keyRing, aggregate: (category) => aggregates[category] })).toMatchObject({ problems: [] });
  });
});

describe('EventStoreDB: an append that times out while it is sent', () => {
  it('is still sent and stored completely', async () => {
    const server = await stage.server();
    const store = await stage.store(server, { timeoutMs: 1_000 });
    const facts = await plain('ticket-a', 30);
    const appended = store.append('ticket-a', -1, facts);
    const outcome = expect(appended).rejects.toThrow(OutcomeUncertain);
    for (let turn = 0; turn < 5; turn++) await new Promise(setImmediate);
    const busyUntil = performance.now() + 1_200;
    while (performance.now() < busyUntil);
    await outcome;
    await until(() => server.log.read('ticket-a') !== null, 'the append');
    expect(server.log.read('ticket-a')).toHaveLength(facts.length);
  });

  it('would be stored by half if the call were cancelled, because that ends the request stream', async () => {
    const server = await stage.server();
    const client = new StreamsClient(`127.0.0.1:${server.port}`, credentials.createInsecure());
    const failed = new Promise((resolve) => {
      const call = client.append(resolve);
      const stream = new StreamIdentifier().setStreamName(Buffer.from('ticket-a'));
      call.write(new AppendReq().setOptions(new AppendReq.Options().setStreamIdentifier(stream).setNoStream(new Empty())));
      const first = new AppendReq.ProposedMessage().setId(new UUID().setString(randomUUID())).setData(Buffer.from('{}'));
      first.getMetadataMap().set('type', 'First').set('content-type', 'application/json');
      call.write(new AppendReq().setProposedMessage(first), () => setTimeout(() => call.cancel(), 100));
    });
    expect(await failed).toMatchObject({ code: status.CANCELLED });
    await until(() => server.log.read('ticket-a') !== null, 'half an append');
    client.close();
  });
});
