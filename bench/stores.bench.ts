import { v7 } from 'uuid';
import { CommandHandler } from '../src/adapters/cqrs/command-handler';
import { Streams } from '../src/adapters/cqrs/streams';
import { factCodec } from '../src/adapters/eventstore/codec';
import { currentType } from '../src/adapters/eventstore/upcasters';
import { openKeyRing } from '../src/adapters/keys/keys';
import type { AggregateLoader } from '../src/adapters/world/aggregate-loader.port';
import { bootstrap, rootActor } from '../src/adapters/first-start/bootstrap';
import { NumberAllocator } from '../src/adapters/desk/tickets/number-allocator';
import { loadWorld } from '../src/adapters/world/world-loader';
import { reservedEmails } from '../src/adapters/desk/people/reserved-emails';
import { createRunner } from '../src/adapters/runner/runner';
import { systemClock as clock, systemIds as ids } from '../src/adapters/system/system';
import { aggregates } from '../src/domain/aggregates';
import { streamName } from '../src/domain/kernel/ids';
import { projections } from '../src/projections';
import { listTickets } from '../src/projections/tickets/list-tickets';
import { draftOf } from './append.bench';
import { median, perSecond, rate, type Row } from './measure';
import { openStores, type BenchStores } from './bench-stores';
import { openTicket, replyTo } from './tickets';
import { inFolder, worker } from './workbench';

/** Few, because FerretDB scans and gets one command at a time. */
const tickets = 200;
const busyTickets = 40;
const factsEach = 20;
const callers = 8;
const millis = 1_000;
const pages = 20;
const rounds = 3;

/** Runs one kind of work on each store in turn, several times, because a machine's speed drifts, but a ratio does not. */
interface Desk {
  readonly name: string;
  readonly work: Readonly<Record<Work, () => Promise<number>>>;
  /** Stops its projections. */
  stop(): Promise<void>;
}

const works = {
  rebuild: { title: 'rebuild all read models, facts', rounds: 1 },
  list: { title: `list page of 50 of ${tickets} tickets, one reader`, rounds },
  decide: { title: `load ${factsEach} from the store, decide, append 1; ${callers} callers`, rounds },
  append: { title: `durable append of 1 fact, ${callers} writers`, rounds },
} as const;
type Work = keyof typeof works;
const shown: readonly Work[] = ['append', 'decide', 'rebuild', 'list'];

/** The same work on every kind of store, compared with embedded SQLite in the same run. */
export function storesBench(): Promise<readonly Row[]> {
  return inFolder(async (folder) => {
    const opened = await Promise.allSettled(openStores(folder).map((open) => open()));
    const there = opened.flatMap((one) => (one.status === 'fulfilled' ? one.value : []));
    const missing = opened.flatMap((one) => (one.status === 'rejected' ? notMeasured(one.reason as Error) : []));
    const desks: Desk[] = [];
    try {
      for (const place of there) desks.push(await deskAt(place));
      const rows: Partial<Record<Work, readonly Row[]>> = {};
      for (const work of ['rebuild', 'list'] as const) rows[work] = await rowsOf(work, desks);
      // Appended last, so that these facts are neither projected meanwhile nor part of the rebuild.
      for (const desk of desks) await desk.stop();
      for (const work of ['decide', 'append'] as const) rows[work] = await rowsOf(work, desks);
      return [...shown.flatMap((work) => rows[work] ?? []), ...missing];
    } finally {
      for (const desk of desks) await desk.stop();
      for (const place of there) await place.close();
    }
  });
}

function notMeasured({ message }: Error): Row {
  return { work: `not measured: ${message}`, ours: '', peer: '', ratio: null, goal: '' };
}

async function rowsOf(work: Work, desks: readonly Desk[]): Promise<readonly Row[]> {
  const { title, rounds } = works[work];
  const measured = desks.map((): number[] => []);
  for (let round = 0; round < rounds; round++) {
    for (const [i, desk] of desks.entries()) measured[i]?.push(await desk.work[work]());
  }
  const sqlite = measured[desks.findIndex(({ name }) => name.startsWith('SQLite'))] ?? [];
  return desks.map(({ name }, i) => {
    const ours = measured[i] ?? [];
    return {
      work: `${title}: ${name}`,
      ours: perSecond(median(ours)),
      peer: `${perSecond(median(sqlite))} SQLite`,
      ratio: median(ours.map((one, round) => one / (sqlite[round] ?? Number.NaN))),
      goal: '',
    };
  });
}

async function deskAt(place: BenchStores): Promise<Desk> {
  const { name, log, read, ops, keys } = place;
  const keyRing = await openKeyRing(keys);
  const codec = factCodec(keyRing);
  const known = new Streams(log, codec.decode);
  const loader: AggregateLoader = {
    load: async (aggregate, id) => (await known.load(aggregate, streamName(aggregate.category, id))).folded.state as never,
  };
  const executorOn = (streams: Streams): CommandHandler =>
    new CommandHandler({
      ...{ store: log, streams, aggregates, clock, ids, encode: codec.encode },
      world: (needs) => loadWorld(loader, needs),
      digestSecret: keyRing.secret('command-digest'),
    });
  const executor = executorOn(known);
  const emails = reservedEmails({ executor, loader, keyRing });
  await bootstrap({ executor, loader, emails, rootName: 'Head Office', demo: 'none' });
  const desk = { executor, numbers: new NumberAllocator({ executor, loader, ids, actor: rootActor }) };
  const actor = await worker({ loader });
  const all = Array.from({ length: tickets }, () => v7());
  await inTurns(all, (id) => openTicket(desk, actor, id));
  const busy = all.slice(0, busyTickets);
  for (let i = 1; i < factsEach; i++) await inTurns(busy, (id) => replyTo(desk, actor, id));
  const runner = createRunner(
    {
      ...{ store: log, read, ops, clock, holder: v7(), exclusive: true, logIndexOf: (position) => log.logIndexOf(position) },
      reader: { ...codec, currentType, isDamaged: () => false },
    },
    projections,
    [],
  );
  const work: Desk['work'] = {
    rebuild: () =>
      timed(async () => {
        await runner.start();
        const head = await log.head();
        await runner.readModels.waitFor(
          projections.map((one) => one.name),
          head ?? '',
          600_000,
        );
        return log.logIndexOf(head);
      }),
    list: () =>
      timed(async () => {
        for (let i = 0; i < pages; i++) await listTickets(runner.readModels, actor, { tab: 'all', limit: 50 });
        return pages;
      }),
    // Only the last stream is cached, so every command loads its ticket.
    decide: () =>
      timed(async () => {
        const forgetful = { ...desk, executor: executorOn(new Streams(log, codec.decode, 1)) };
        await inTurns(busy, (id) => replyTo(forgetful, actor, id));
        return busy.length;
      }),
    append: () =>
      rate(callers, millis, async () => {
        const draft = draftOf(v7());
        await log.append(draft.stream, -1, await codec.encode([draft], { revision: -1, hash: null }));
      }),
  };
  return { name, work, stop: () => runner.stop() };
}

async function inTurns<T>(items: readonly T[], work: (item: T) => Promise<unknown>): Promise<void> {
  const left = [...items];
  const caller = async (): Promise<void> => {
    for (let item = left.pop(); item !== undefined; item = left.pop()) await work(item);
  };
  await Promise.all(Array.from({ length: callers }, caller));
}

async function timed(work: () => Promise<number>): Promise<number> {
  const started = performance.now();
  const count = await work();
  return (count * 1000) / (performance.now() - started);
}
