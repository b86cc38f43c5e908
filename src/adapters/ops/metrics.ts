import { collectDefaultMetrics, Counter, Gauge, Histogram, Registry } from 'prom-client';
import { DomainError } from '../../domain/kernel/errors';
import type { CommandExecutor } from '../cqrs/command-executor.port';
import { WrongExpectedRevision } from '../eventstore/errors';
import type { EventStore } from '../eventstore/event-store.port';
import type { Health } from './health.port';

/** Labels contain routes, types and component names only, never data of a person or a ticket. */
export interface Metrics {
  readonly contentType: string;
  request(seen: { readonly method: string; readonly route: string; readonly status: number; readonly ms: number }): void;
  /** Wraps an executor to count commands by type and outcome. */
  commands(executor: CommandExecutor): CommandExecutor;
  /** Wraps a log to time appends until the facts are on disk. */
  appends<Log extends Pick<EventStore, 'append'>>(log: Log): Pick<EventStore, 'append'>;
  failure(who: string): void;
  /** Reads the health again at every scrape. */
  watch(health: Health): void;
  /** In Prometheus text format. */
  text(): Promise<string>;
}

const seconds = [0.001, 0.0025, 0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 5, 10];

export function createMetrics(): Metrics {
  const registers = [new Registry()];
  const [registry] = registers as [Registry];
  collectDefaultMetrics({ register: registry });
  const requests = new Histogram({
    name: 'docket_http_request_duration_seconds',
    help: 'Requests by method, route pattern and status',
    labelNames: ['method', 'route', 'status'],
    buckets: seconds,
    registers,
  });
  const commands = new Counter({
    name: 'docket_commands_total',
    help: 'Commands by type and outcome: recorded, unchanged, repeated, failed, or an error code',
    labelNames: ['type', 'outcome'],
    registers,
  });
  const appends = new Histogram({
    name: 'docket_append_duration_seconds',
    help: 'Appends until the facts are on disk, by outcome: appended, conflict, failed',
    labelNames: ['outcome'],
    buckets: seconds,
    registers,
  });
  const failures = new Counter({
    name: 'docket_failures_total',
    help: 'Failures of reactors, projections and stores, by name',
    labelNames: ['who'],
    registers,
  });
  let refresh: () => Promise<void> = () => Promise.resolve();
  return {
    contentType: registry.contentType,
    request: ({ method, route, status, ms }) => requests.observe({ method, route, status }, ms / 1000),
    commands: (executor) => ({
      execute: async (request) => {
        const type = request.command.type;
        try {
          const outcome = await executor.execute(request);
          const recorded = outcome.recorded.length > 0 ? 'recorded' : 'unchanged';
          if (request.rehearsal === undefined) commands.inc({ type, outcome: outcome.repeated ? 'repeated' : recorded });
          return outcome;
        } catch (error) {
          commands.inc({ type, outcome: error instanceof DomainError ? error.code : 'failed' });
          throw error;
        }
      },
    }),
    appends: (log) => ({
      append: async (...asked) => {
        const end = appends.startTimer();
        try {
          const appended = await log.append(...asked);
          end({ outcome: 'appended' });
          return appended;
        } catch (error) {
          end({ outcome: error instanceof WrongExpectedRevision ? 'conflict' : 'failed' });
          throw error;
        }
      },
    }),
    failure: (who) => failures.inc({ who }),
    watch: (health) => (refresh = gaugesOf(health, registry)),
    text: async () => {
      await refresh();
      return registry.metrics();
    },
  };
}

/** Sets all gauges from one report, so a scrape is consistent. */
function gaugesOf(health: Health, registry: Registry): () => Promise<void> {
  const registers = [registry];
  const named = (name: string, help: string, labelNames: readonly string[] = []): Gauge =>
    new Gauge({ name, help, labelNames: [...labelNames], registers });
  const facts = named('docket_facts', 'Facts in the log');
  const lag = named('docket_projection_lag_facts', 'Facts that a read model has not folded yet', ['projection']);
  const stopped = named('docket_projection_stopped', '1 if a read model has stopped', ['projection']);
  const parked = named('docket_parked_facts', 'Facts that a reactor gave up on');
  const up = named('docket_component_up', '1 if a store answers and the disk has room', ['component']);
  return async () => {
    const { log, read, ops, keys, disk, projections, reactors } = await health.report();
    facts.set(log.facts ?? Number.NaN);
    parked.set(reactors.parked ?? Number.NaN);
    for (const [component, { status }] of Object.entries({ log, read, ops, keys, disk })) {
      up.set({ component }, status === 'up' ? 1 : 0);
    }
    for (const { name, behind, state } of projections) {
      lag.set({ projection: name }, behind);
      stopped.set({ projection: name }, state === 'stopped' ? 1 : 0);
    }
  };
}
