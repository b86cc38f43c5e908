import { v7 } from 'uuid';
import type { Docket } from '../src/compose/docket';
import { perSecond, type Row } from './measure';
import { replyTo, withTickets } from './tickets';

const facts = 100_000;
const pageSize = 5_000;

/** Folds the log into one counter projection and into all projections, compared with only reading and parsing it. */
export function rebuildBench(): Promise<readonly Row[]> {
  return withTickets(2_000, async (docket, tickets, actor) => {
    for (let done = 0; done < facts; done += 64) {
      await Promise.all(
        Array.from({ length: 64 }, (_, i) => replyTo(docket, actor, tickets[(done + i) % tickets.length] ?? v7())),
      );
    }
    await caughtUp(docket);
    const reading = await timed(() => readAndParse(docket));
    const one = await timed(() => rebuilt(docket, ['dashboard']));
    const list = await timed(() => rebuilt(docket, ['ticket-list']));
    const all = await timed(() => rebuilt(docket, 'all'));
    const row = (work: string, measured: number, goal: string): Row => ({
      ...{ work, goal, ours: perSecond(measured), peer: `${perSecond(reading)} reading and parsing only` },
      ratio: measured / reading,
    });
    return [
      row('rebuild dashboard counters, facts/s', one, '≥ 150,000/s'),
      row('rebuild ticket list (text, titles decrypted), facts/s', list, ''),
      row('rebuild all projections, facts/s', all, '≥ 16,667/s (1,000,000 in 60 s)'),
    ];
  });
}

/** Waits for the projections, because their lag would count as part of the rebuild. */
async function caughtUp({ runner, stores }: Docket): Promise<void> {
  const names = (await runner.readModels.status()).map(({ name }) => name);
  const head = await stores.log.head();
  if (head !== null) await runner.readModels.waitFor(names, head, 600_000);
}

async function timed(work: () => Promise<number>): Promise<number> {
  const started = performance.now();
  const count = await work();
  return (count * 1000) / (performance.now() - started);
}

async function rebuilt(docket: Docket, names: readonly string[] | 'all'): Promise<number> {
  await docket.runner.rebuild(names);
  return (await docket.stores.log.readNewest(1))[0]?.logIndex ?? 0;
}

async function readAndParse({ stores }: Docket): Promise<number> {
  let count = 0;
  let after: string | null = null;
  for (;;) {
    const page: readonly { readonly position: string; readonly content: string }[] = await stores.log.readAll(after, pageSize);
    for (const { content } of page) JSON.parse(content);
    count += page.length;
    after = page.at(-1)?.position ?? after;
    if (page.length < pageSize) return count;
  }
}
