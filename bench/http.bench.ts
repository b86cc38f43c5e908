import autocannon from 'autocannon';
import { v4 } from 'uuid';
import { median, millis, perSecond, type Row } from './measure';
import { start } from './processes';
import { steadyLoad, type Answered } from './steady-load';
import { inFolder } from './workbench';

const connections = 64;
const offered = 1_000;
const seconds = 5;
const rounds = 3;
const body = JSON.stringify({ body: 'The part has been ordered; it comes on Thursday.', audience: 'everyone' });

interface Target {
  readonly url: string;
  readonly token: string;
  readonly tickets: readonly string[];
}

/**
 * Replies over HTTP: token, validation, decision, durable append, and all projections. Each connection has its own ticket, new in
 * every round. Each request has an Idempotency-Key, like that of a careful client. Projections catch up between the rounds.
 */
export function httpBench(): Promise<readonly Row[]> {
  return inFolder(async (folder) => {
    const docket = await start('../../../../dist/main.js', {
      DATA_DIR: folder,
      PORT: '0',
      LOG_LEVEL: 'error',
      NODE_ENV: 'development',
      DEMO: 'small',
    });
    const empty = await start('empty-endpoint.js');
    const token = /(dkt_\S+)\s+Harbour Service Partners · Anja Vogel/.exec(docket.printed)?.[1] ?? '';
    const ourTickets = async (): Promise<Target> => {
      const tickets = await Promise.all(Array.from({ length: connections }, () => openTicket(docket.url, token)));
      return { url: docket.url, token, tickets };
    };
    try {
      const warm = await ourTickets();
      await replies(warm);
      await replies({ ...warm, url: empty.url });
      const ours: autocannon.Result[] = [];
      const theirs: autocannon.Result[] = [];
      const steady: (readonly [Answered, Answered])[] = [];
      for (let round = 0; round < rounds; round++) {
        const target = await ourTickets();
        await caughtUp(docket.url);
        ours.push(await replies(target));
        await caughtUp(docket.url);
        theirs.push(await replies({ ...target, url: empty.url }));
        const paced = await ourTickets();
        await caughtUp(docket.url);
        steady.push([await pacedReplies(paced), await pacedReplies({ ...paced, url: empty.url })]);
        await caughtUp(docket.url);
      }
      return [fullLoad(ours, theirs), offeredLoad(steady)];
    } finally {
      await Promise.all([docket.stop(), empty.stop()]);
    }
  });
}

const rate = (results: readonly autocannon.Result[]): number => median(results.map(({ requests }) => requests.average));
const p99 = (results: readonly autocannon.Result[]): number => median(results.map(({ latency }) => latency.p99));

function fullLoad(ours: readonly autocannon.Result[], theirs: readonly autocannon.Result[]): Row {
  return {
    work: `command over HTTP, ${connections} connections`,
    ours: `${perSecond(rate(ours))}, p99 ${millis(p99(ours))}`,
    peer: `${perSecond(rate(theirs))}, p99 ${millis(p99(theirs))} empty endpoint`,
    ratio: median(ours.map((one, i) => one.requests.average / (theirs[i]?.requests.average ?? Number.NaN))),
    goal: '≥ 0.35, p99 ≤ 5 × the empty endpoint’s',
  };
}

function offeredLoad(results: readonly (readonly [Answered, Answered])[]): Row {
  const [ours, theirs] = [0, 1].map((side) => median(results.map((one) => one[side]?.p99 ?? Number.NaN))) as [number, number];
  return {
    work: `command over HTTP, ${offered}/s offered evenly`,
    ours: `${perSecond(median(results.map(([one]) => one.perSecond)))}, p99 ${millis(ours)}`,
    peer: `p99 ${millis(theirs)} empty endpoint`,
    ratio: ours / theirs,
    goal: 'p99 ≤ 10 ms',
  };
}

async function openTicket(url: string, token: string): Promise<string> {
  const response = await fetch(`${url}/v1/tickets`, {
    method: 'POST',
    headers: { authorization: `Bearer ${token}`, 'content-type': 'application/json', 'idempotency-key': v4() },
    body: JSON.stringify({ kind: 'service', title: 'Pump stands still', description: 'Since today.' }),
  });
  if (response.status !== 201) throw new Error(await response.text());
  return ((await response.json()) as { readonly id: string }).id;
}

/** Waits until no read model lags. */
async function caughtUp(url: string): Promise<void> {
  for (;;) {
    const { projections } = (await (await fetch(`${url}/health`)).json()) as { projections: { readonly behind: number }[] };
    if (projections.every(({ behind }) => behind === 0)) return;
    await new Promise((resolve) => setTimeout(resolve, 50));
  }
}

const headersOf = (token: string) => ({
  authorization: `Bearer ${token}`,
  'content-type': 'application/json',
  'idempotency-key': v4(),
});
const replyTo = (tickets: Target['tickets'], n: number): string => `/v1/tickets/${tickets[n % tickets.length] ?? ''}/reply`;

async function replies({ url, token, tickets }: Target): Promise<autocannon.Result> {
  let next = 0;
  const result = await autocannon({
    ...{ url, connections, duration: seconds },
    setupClient: (client) => {
      const path = replyTo(tickets, next++);
      const setupRequest = (request: autocannon.Request) => ({ ...request, headers: headersOf(token) });
      client.setRequests([{ method: 'POST', path, body, setupRequest }]);
    },
  });
  if (result.non2xx > 0 || result.errors > 0) throw new Error(`${result.non2xx} refusals, ${result.errors} errors`);
  return result;
}

function pacedReplies({ url, token, tickets }: Target): Promise<Answered> {
  const ask = (n: number) => ({ path: replyTo(tickets, n), headers: headersOf(token), body });
  return steadyLoad({ url, perSecond: offered, seconds, ask });
}
