import { Writable } from 'node:stream';
import pino from 'pino';
import Fastify, { type FastifyInstance } from 'fastify';
import { memoryDocuments } from '../../../src/adapters/documents/memory.documents';
import { MemoryEventStore } from '../../../src/adapters/eventstore/memory.event-store';
import { healthOf, minFreeBytes, type HealthParts } from '../../../src/adapters/ops/health';
import { createMetrics } from '../../../src/adapters/ops/metrics';
import { observe } from '../../../src/adapters/ops/observe';
import { parkedSpec } from '../../../src/adapters/runner/parked';
import type { ProjectionStatus } from '../../../src/projections/kernel/read-models';
import { DomainError } from '../../../src/domain/kernel/errors';
import { WrongExpectedRevision } from '../../../src/adapters/eventstore/errors';

const list: ProjectionStatus = {
  name: 'ticket-list',
  version: 2,
  position: null,
  state: 'live',
  failure: null,
  rebuildPercent: null,
};

async function wellParts(): Promise<HealthParts> {
  const [read, ops, keys] = [memoryDocuments(), memoryDocuments(), memoryDocuments()];
  await ops.prepare(parkedSpec);
  const runner = { status: () => [list], failures: () => new Map<string, string>() };
  return {
    ...{ log: new MemoryEventStore(), read, ops, keys, runner },
    free: () => Promise.resolve(minFreeBytes),
    timeoutMs: 20,
  };
}

describe('health', () => {
  it('is ready while every store answers, the disk has room and no read model has stopped', async () => {
    expect(await healthOf(await wellParts()).report()).toEqual({
      ...{ status: 'ready', stopped: [], log: { status: 'up', facts: 0, damagedStreams: 0 } },
      ...{ read: { status: 'up' }, ops: { status: 'up' }, keys: { status: 'up' }, disk: { status: 'up' } },
      projections: [{ name: 'ticket-list', version: 2, state: 'live', behind: 0, rebuildPercent: null }],
      reactors: { failing: [], parked: 0 },
    });
  });

  const never = new Promise<never>(() => undefined);
  const fail = (): Promise<never> => Promise.reject(new Error('Anna Berg is not served'));
  const broken: readonly [string, (parts: HealthParts) => Partial<HealthParts>, string][] = [
    ['a log that fails', () => ({ log: { head: fail, logIndexOf: () => 0, damages: () => [] } }), 'log'],
    ['a log that times out', () => ({ log: { head: () => never, logIndexOf: () => 0, damages: () => [] } }), 'log'],
    ['a read database that fails', () => ({ read: { collections: fail } }), 'read'],
    ['an operations database that fails', ({ ops }) => ({ ops: { count: ops.count.bind(ops), collections: fail } }), 'ops'],
    ['a keys database that fails', () => ({ keys: { collections: fail } }), 'keys'],
    ['a full disk', () => ({ free: () => Promise.resolve(minFreeBytes - 1) }), 'disk'],
    [
      'a stopped read model',
      ({ runner }) => ({ runner: { ...runner, status: () => [{ ...list, state: 'stopped', failure: 'Anna Berg' }] } }),
      'ticket-list',
    ],
  ];
  it('stays ready when the disk answers too late, and keeps saying that it was full', async () => {
    const late = (): Promise<number> => new Promise(() => undefined);
    expect(await healthOf({ ...(await wellParts()), free: late }).report()).toMatchObject({ status: 'ready' });
    const answers = [() => Promise.resolve(minFreeBytes - 1), late];
    const health = healthOf({ ...(await wellParts()), free: () => (answers.shift() ?? late)() });
    expect((await health.report()).stopped).toEqual(['disk']);
    expect((await health.report()).stopped).toEqual(['disk']);
  });

  it.each(broken)('is degraded by %s, and names it without the cause', async (_, change, name) => {
    const parts = await wellParts();
    const report = await healthOf({ ...parts, ...change(parts) }).report();
    expect(report).toMatchObject({ status: 'degraded', stopped: [name] });
    expect(JSON.stringify(report)).not.toContain('Anna');
  });

  it('reports lag, failing reactors and parked facts without being degraded', async () => {
    const parts = await wellParts();
    const damages = () => [{ stream: 'ticket-a', what: 'was truncated' }];
    const log = { head: () => Promise.resolve('7'), logIndexOf: (position: string | null) => Number(position ?? 2), damages };
    const runner = { ...parts.runner, failures: () => new Map([['when-a-do-b', 'Anna Berg']]) };
    const report = await healthOf({ ...parts, log, runner, ops: { ...parts.ops, count: () => Promise.resolve(3) } }).report();
    expect(report).toMatchObject({
      status: 'ready',
      log: { facts: 7, damagedStreams: 1 },
      reactors: { failing: ['when-a-do-b'], parked: 3 },
    });
    expect(report.projections[0]?.behind).toBe(5);
  });
});

describe('metrics', () => {
  const request = { category: 'ticket', command: { type: 'CloseTicket' } } as never;

  it('count commands by type and outcome', async () => {
    const metrics = createMetrics();
    const outcomes = [{ recorded: ['A'] }, { recorded: [] }, { recorded: ['A'], repeated: true }];
    const answers = [...outcomes, new DomainError('stale', 'Anna was faster.'), new Error('a bug')];
    const executor = metrics.commands({
      execute: () => {
        const answer = answers.shift();
        return answer instanceof Error ? Promise.reject(answer) : Promise.resolve(answer as never);
      },
    });
    for (let left = answers.length; left > 0; left--) await executor.execute(request).catch(() => undefined);
    const text = await metrics.text();
    for (const outcome of ['recorded', 'unchanged', 'repeated', 'stale', 'failed']) {
      expect(text).toContain(`docket_commands_total{type="CloseTicket",outcome="${outcome}"} 1`);
    }
    expect(text).not.toContain('Anna');
  });

  it('time appends by outcome', async () => {
    const metrics = createMetrics();
    const ends = [
      () => Promise.resolve({ position: '1' }),
      () => Promise.reject(new WrongExpectedRevision('s', 1, 2)),
      () => Promise.reject(new Error()),
    ];
    const log = metrics.appends({ append: () => (ends.shift() as (typeof ends)[number])() });
    for (let left = ends.length; left > 0; left--) await log.append('s', 0, []).catch(() => undefined);
    const text = await metrics.text();
    for (const outcome of ['appended', 'conflict', 'failed'])
      expect(text).toContain(`docket_append_duration_seconds_count{outcome="${outcome}"} 1`);
  });

  it('read the health at each scrape, and report event loop and memory', async () => {
    const metrics = createMetrics();
    const parts = await wellParts();
    let position = '4';
    const log = { head: () => Promise.resolve('9'), logIndexOf: Number, damages: () => [] };
    const runner = { ...parts.runner, status: () => [{ ...list, position }] };
    metrics.watch(healthOf({ ...parts, log, runner }));
    metrics.failure('when-a-do-b');
    expect(await metrics.text()).toContain('docket_projection_lag_facts{projection="ticket-list"} 5');
    position = '9';
    const text = await metrics.text();
    for (const line of [
      'docket_projection_lag_facts{projection="ticket-list"} 0',
      'docket_facts 9',
      'docket_parked_facts 0',
      'docket_component_up{component="keys"} 1',
      'docket_failures_total{who="when-a-do-b"} 1',
      'nodejs_eventloop_lag_seconds',
      'process_resident_memory_bytes',
    ]) {
      expect(text).toContain(line);
    }
  });
});

describe('the log line and the metrics of a request', () => {
  const secret = 'a-token-of-enough-length';
  const told: string[] = [];
  const sink = new Writable({
    write: (line: Buffer, _, done) => {
      told.push(line.toString());
      done();
    },
  });

  async function served(access: string): Promise<FastifyInstance> {
    const fastify = Fastify({ genReqId: () => 'chain-1' });
    fastify.decorateRequest('actor', null);
    fastify.decorateRequest('command', null);
    observe(fastify, { log: pino({ base: null }, sink), metrics: createMetrics(), access });
    fastify.post('/v1/users/:id', (request) => {
      request.actor = { user: 'u-1', organisation: 'o-1' } as never;
      return { name: 'Anna Berg' };
    });
    fastify.post<{ Params: { verb: string } }>('/v1/things/:id/:verb', (request) => {
      if (request.params.verb === 'revise') request.command = 'revise';
      return {};
    });
    await fastify.ready();
    return fastify;
  }
  const ask = (fastify: FastifyInstance) =>
    fastify.inject({
      method: 'POST',
      url: '/v1/users/anna.berg@example.org?q=Berg',
      headers: { authorization: 'Bearer dkt_secret', 'user-agent': 'Anna’s phone' },
      payload: { name: 'Anna Berg' },
    });

  it('contain ids, pattern, status and milliseconds, but no body, query, token, address or name', async () => {
    await ask(await served('on'));
    expect(told).toHaveLength(1);
    const { time, ms, ...line } = JSON.parse(told[0] as string) as Record<string, unknown>;
    expect([typeof time, typeof ms]).toEqual(['number', 'number']);
    expect(line).toEqual({
      ...{ level: 30, msg: 'request', correlationId: 'chain-1', method: 'POST', route: '/v1/users/:id', status: 200 },
      ...{ user: 'u-1', organisation: 'o-1' },
    });
    expect(told.join()).not.toMatch(/anna|berg|dkt_|phone/i);
  });

  it('name the command that was carried out, and no path that names none', async () => {
    const fastify = await served('on');
    await fastify.inject({ method: 'POST', url: '/v1/things/1/revise' });
    await fastify.inject({ method: 'POST', url: '/v1/things/1/anna-berg' });
    expect(told.slice(-2).map((line) => (JSON.parse(line) as { route: string }).route)).toEqual([
      '/v1/things/:id/revise',
      '/v1/things/:id/:verb',
    ]);
  });

  it('are measured by route pattern and public by default', async () => {
    const open = await served('on');
    await ask(open);
    const { body } = await open.inject('/metrics');
    expect(body).toContain('docket_http_request_duration_seconds_count{method="POST",route="/v1/users/:id",status="200"} 1');
    expect(body).not.toMatch(/anna|berg|dkt_/i);
    await open.inject('/wp-login.php?berg');
    expect((await open.inject('/metrics')).body).toContain('route="unknown",status="404"');
  });

  it('are disabled with METRICS=off, and need the token if one is set', async () => {
    expect((await (await served('off')).inject('/metrics')).statusCode).toBe(404);
    const guarded = await served(secret);
    expect((await guarded.inject('/metrics')).statusCode).toBe(401);
    expect((await guarded.inject({ url: '/metrics', headers: { authorization: 'Bearer wrong' } })).statusCode).toBe(401);
    const { statusCode, body } = await guarded.inject({ url: '/metrics', headers: { authorization: `Bearer ${secret}` } });
    expect([statusCode, body.includes(secret)]).toEqual([200, false]);
  });
});
