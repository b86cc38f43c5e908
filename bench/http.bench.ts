import autocannon from 'autocannon';
import { v4 } from 'uuid';
import { median, millis, perSecond, type Row } from './measure';
import { start } from './processes';
import { inFolder } from './workbench';

const connections = 64;
const seconds = 5;
const rounds = 3;
const body = JSON.stringify({ body: 'The part has been ordered; it comes on Thursday.', audience: 'everyone' });

/** Replies over HTTP, each connection on its own ticket: token, validation, decision, durable append, and all projections. */
export function httpBench(): Promise<readonly Row[]> {
  return inFolder(async (folder) => {
    const docket = await start('../../../../dist/main.js', {
      DATA_DIR: folder,
      PORT: '0',
      LOG_LEVEL: 'error',
      NODE_ENV: 'development',
    });
    const empty = await start('empty-endpoint.js');
    try {
      const token = /(dkt_\S+)\s+Harbour Service Partners · Anja Vogel/.exec(docket.printed)?.[1] ?? '';
      const tickets = await Promise.all(Array.from({ length: connections }, () => openTicket(docket.url, token)));
      const ours: autocannon.Result[] = [];
      const theirs: autocannon.Result[] = [];
      for (let round = 0; round < rounds; round++) {
        ours.push(await replies(docket.url, token, tickets));
        theirs.push(await replies(empty.url, token, tickets));
      }
      const rate = (results: readonly autocannon.Result[]): number => median(results.map(({ requests }) => requests.average));
      const p99 = (results: readonly autocannon.Result[]): string => millis(median(results.map(({ latency }) => latency.p99)));
      return [
        {
          work: `command over HTTP, ${connections} connections`,
          ours: `${perSecond(rate(ours))}, p99 ${p99(ours)}`,
          peer: `${perSecond(rate(theirs))}, p99 ${p99(theirs)} empty endpoint`,
          ratio: median(ours.map((one, i) => one.requests.average / (theirs[i]?.requests.average ?? Number.NaN))),
          goal: '≥ 0.6, p99 ≤ 25 ms',
        },
      ];
    } finally {
      await Promise.all([docket.stop(), empty.stop()]);
    }
  });
}

async function openTicket(url: string, token: string): Promise<string> {
  const requester = await me(url, token);
  const response = await fetch(`${url}/v1/tickets`, {
    method: 'POST',
    headers: { authorization: `Bearer ${token}`, 'content-type': 'application/json', 'idempotency-key': v4() },
    body: JSON.stringify({
      kind: 'service',
      requester: { user: requester },
      title: 'Pump stands still',
      description: 'Since today.',
    }),
  });
  if (response.status !== 201) throw new Error(await response.text());
  return ((await response.json()) as { readonly id: string }).id;
}

async function me(url: string, token: string): Promise<string> {
  const response = await fetch(`${url}/v1/me`, { headers: { authorization: `Bearer ${token}` } });
  return ((await response.json()) as { readonly user: string }).user;
}

async function replies(url: string, token: string, tickets: readonly string[]): Promise<autocannon.Result> {
  let next = 0;
  const result = await autocannon({
    ...{ url, connections, duration: seconds },
    setupClient: (client) => {
      const path = `/v1/tickets/${tickets[next++ % tickets.length] ?? ''}/reply`;
      const headers = { authorization: `Bearer ${token}`, 'content-type': 'application/json' };
      client.setRequests([{ method: 'POST', path, headers, body }]);
    },
  });
  if (result.non2xx > 0 || result.errors > 0) throw new Error(`${result.non2xx} refusals, ${result.errors} errors`);
  return result;
}
