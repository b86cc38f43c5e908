import { CommandHandler } from '@event-driven-io/emmett';
import { getSQLiteEventStore, InMemorySharedCacheSQLiteDatabase } from '@event-driven-io/emmett-sqlite';
import { v7 } from 'uuid';
import { against, perSecond, rate, type Row } from './measure';
import { replyTo, withTickets } from './tickets';

const callers = 32;
const streams = 512;
const eventsBefore = 20;
const millis = 2_000;

/** Load, fold, decide and append one fact to streams of 20 and more facts, 32 callers, each on a stream of its own. */
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
 * The same load with the nearest kin of the field, as fast as it goes: in memory, where it keeps its connection and waits for no disk, and
 * one operation after the other, because callers share its transaction and fail each other.
 */
async function carts(): Promise<(stream: number) => Promise<unknown>> {
  const store = getSQLiteEventStore({ fileName: InMemorySharedCacheSQLiteDatabase, schema: { autoMigration: 'CreateOrUpdate' } });
  const handle = CommandHandler<{ readonly count: number }, Happened>({
    evolve: (state) => ({ count: state.count + 1 }),
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
