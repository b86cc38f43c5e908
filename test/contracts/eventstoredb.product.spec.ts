import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { StoreUnavailable } from '../../src/adapters/eventstore/errors';
import { factsUpTo } from '../../src/adapters/eventstore/event-store.port';
import { verifyLog } from '../../src/adapters/eventstore/verify';
import { LogMissing } from '../../src/adapters/keys/log-binding';
import { aggregates } from '../../src/domain/aggregates';
import { readConfig } from '../../src/config';
import { openDocket, type Docket } from '../../src/compose/docket';
import { projections } from '../../src/projections';
import type { TestServer } from '../servers/eventstoredb/server';
import { hangMs, until } from '../dsl/until';
import { Stage } from './eventstoredb.stage';

const stage = new Stage();
let folder: string;
beforeEach(() => void (folder = mkdtempSync(join(tmpdir(), 'docket-esdb-'))));
afterEach(async () => {
  await stage.clear();
  rmSync(folder, { recursive: true });
});

const config = (server: Pick<TestServer, 'url'>) =>
  readConfig({ DATA_DIR: folder, EVENTSTORE_URL: server.url, NODE_ENV: 'development', DEMO: 'small', LOG_LEVEL: 'silent' });

const verify = ({ stores }: Docket) =>
  verifyLog({ store: stores.log, keyRing: stores.keyRing, aggregate: (category) => aggregates[category] });

describe('Docket with its log in EventStoreDB and its documents in the data folder', () => {
  it('sets up the demo, verifies, projects, and finds everything after a restart', async () => {
    const server = await stage.server();
    const first = await openDocket(config(server));
    expect((await first.demoAccess()).people.length).toBeGreaterThan(0);
    const report = await verify(first);
    const head = await first.stores.log.head();
    expect(report.problems).toEqual([]);
    expect(report.facts).toBe(await factsUpTo(first.stores.log, head));
    expect(
      await first.runner.readModels.waitFor(
        projections.map(({ name }) => name),
        head as string,
        hangMs,
      ),
    ).toBe(true);
    await first.close();

    const second = await openDocket(config(server));
    expect((await second.demoAccess()).people).toEqual([]);
    expect(await second.stores.log.head()).toBe(head);
    expect(await verify(second)).toEqual(report);
    await second.close();
  });

  it('waits at start-up for a server that is down, reports it, and continues once it is up', async () => {
    const server = await stage.server();
    server.stop();
    const told: (readonly [string, string | null])[] = [];
    const opening = openDocket(config(server), {
      onFailure: (who, error) => told.push([who, error === null ? null : (error as Error).message]),
    });
    await until(() => told.length >= 2, 'two tries');
    expect(told[0]).toEqual(['log', expect.stringMatching(/EventStoreDB at 127\.0\.0\.1:\d+ does not answer .*ECONNREFUSED/)]);
    await server.start();
    const docket = await opening;
    expect(told).toContainEqual(['log', null]);
    await docket.close();
  });

  it('rejects commands as unavailable while the server is down, and recovers by itself', async () => {
    const server = await stage.server();
    const docket = await openDocket(config(server), { onFailure: () => undefined });
    const before = await factsUpTo(docket.stores.log, await docket.stores.log.head());
    server.stop();
    await expect(docket.numbers.next('customer')).rejects.toThrow(StoreUnavailable);
    await server.start();
    expect(await docket.numbers.next('customer')).toBe('CT-000001');
    const head = (await docket.stores.log.head()) as string;
    expect(await factsUpTo(docket.stores.log, head)).toBe(before + 1);
    expect(
      await docket.runner.readModels.waitFor(
        projections.map(({ name }) => name),
        head,
        hangMs,
      ),
    ).toBe(true);
    await docket.close();
  });

  it('fails at once without a listener for failures', async () => {
    const server = await stage.server();
    server.stop();
    await expect(openDocket(config(server))).rejects.toThrow(StoreUnavailable);
  });

  it('refuses a log that does not belong to the ops and keys of the folder', async () => {
    await (await openDocket(config(await stage.server()))).close();
    const empty = await stage.server();
    await expect(openDocket(config(empty))).rejects.toThrow(LogMissing);
    expect(empty.log.all.map(({ stream }) => stream)).not.toContain('docket-log');
  });
});
