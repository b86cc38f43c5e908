import { createRequire } from 'node:module';
import { join } from 'node:path';
import { v7 } from 'uuid';
import { against, perSecond, rate, type Row } from './measure';
import { replyTo, withTickets } from './tickets';

const callers = 32;
const streams = 512;
const eventsBefore = 20;
const millis = 2_000;

/** Loads, folds, decides and appends one fact to streams of 20 or more facts, with 32 callers on separate streams. */
export function decideBench(): Promise<readonly Row[]> {
  return withTickets(streams, async (docket, tickets, actor) => {
    const ours = (stream: number): Promise<unknown> => replyTo(docket, actor, tickets[stream] ?? '');
    for (let i = 1; i < eventsBefore; i++) await Promise.all(tickets.map((_, stream) => ours(stream)));
    const theirs = await carts();
    const result = await against(
      5,
      () => rate(callers, millis, (n) => ours(n % streams)),
      () => rate(callers, millis, (n) => theirs(n % streams)),
    );
    return [
      {
        work: `load 20, decide, append 1; ${callers} callers, projections running`,
        ours: perSecond(result.ours),
        peer: `${perSecond(result.peer)} emmett-sqlite, in memory`,
        ratio: result.ratio,
        goal: '≥ 5, ≥ 25,000/s',
      },
    ];
  });
}

type Happened = { readonly type: 'Happened'; readonly data: { readonly at: string; readonly text: string } };

/**
 * The same load with the most similar library in its fastest configuration: in memory with one connection, and one operation after
 * another, because concurrent callers share its transaction and fail each other.
 */
async function carts(): Promise<(stream: number) => Promise<unknown>> {
  const { CommandHandler, getSQLiteEventStore, InMemorySharedCacheSQLiteDatabase } = emmett();
  const store = getSQLiteEventStore({ fileName: InMemorySharedCacheSQLiteDatabase, schema: { autoMigration: 'CreateOrUpdate' } });
  const handle = CommandHandler({
    evolve: ({ count }) => ({ count: count + 1 }),
    initialState: () => ({ count: 0 }),
  });
  const names = Array.from({ length: streams }, () => v7());
  const event = (): Happened => ({
    type: 'Happened',
    data: { at: new Date().toISOString(), text: 'The part has been ordered.' },
  });
  for (const name of names) await store.appendToStream(name, Array.from({ length: eventsBefore }, event));
  let turn: Promise<unknown> = Promise.resolve();
  return (stream) => (turn = turn.then(() => handle(store, names[stream] ?? '', () => event())));
}

/** The used part of emmett. Its packages are installed only for the bench. */
interface Emmett {
  readonly InMemorySharedCacheSQLiteDatabase: string;
  readonly getSQLiteEventStore: (options: object) => EmmettStore;
  readonly CommandHandler: (decider: {
    readonly evolve: (state: { readonly count: number }, event: Happened) => { readonly count: number };
    readonly initialState: () => { readonly count: number };
  }) => (store: EmmettStore, stream: string, decide: () => Happened) => Promise<unknown>;
}
interface EmmettStore {
  readonly appendToStream: (stream: string, events: readonly Happened[]) => Promise<unknown>;
}

function emmett(): Emmett {
  const load = createRequire(join(process.cwd(), 'bench', 'package.json'));
  return { ...(load('@event-driven-io/emmett') as object), ...(load('@event-driven-io/emmett-sqlite') as object) } as Emmett;
}
