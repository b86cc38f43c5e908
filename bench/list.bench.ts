import autocannon from 'autocannon';
import { v7 } from 'uuid';
import type { Fact, FacetValues } from '../src/domain/kernel/event';
import { fromMillis } from '../src/domain/kernel/instant';
import { openDocket, type Docket } from '../src/compose/docket';
import { rootActor } from '../src/adapters/first-start/bootstrap';
import { findLive } from '../src/adapters/runner/live';
import { ticketList } from '../src/projections/tickets/ticket-list';
import type { Document, Write } from '../src/projections/kernel/documents.port';
import type { SeenFact } from '../src/projections/kernel/projection';
import { millis, type Row } from './measure';
import { start } from './processes';
import { configOf, inFolder } from './workbench';

const connections = 8;
const batch = 5_000;
const pages = ['state=open&limit=50', 'state=open&limit=50&sort=priority', 'state=all&limit=50&priority=high'];

/** First pages of several tabs and sorts over HTTP, with growing numbers of tickets. */
export async function listBench(sizes: readonly number[]): Promise<readonly Row[]> {
  const rows: Row[] = [];
  let smallest: number | null = null;
  for (const size of sizes) {
    const { p50, p99 } = await inFolder((folder) => measured(folder, size));
    smallest ??= p99;
    rows.push({
      work: `list page over HTTP, ${size.toLocaleString('en')} tickets, ${connections} connections`,
      ours: `p50 ${millis(p50)}, p99 ${millis(p99)}`,
      peer: `p99 ${millis(smallest)} at ${sizes[0]?.toLocaleString('en') ?? ''}`,
      ratio: p99 / smallest,
      goal: 'p99 ≤ 10 ms, ≤ 1.2',
    });
  }
  return rows;
}

async function measured(folder: string, size: number): Promise<{ readonly p50: number; readonly p99: number }> {
  const token = await prepared(folder, size);
  const server = await start('../../../../dist/main.js', {
    DATA_DIR: folder,
    PORT: '0',
    LOG_LEVEL: 'error',
    NODE_ENV: 'production',
  });
  try {
    const headers = { authorization: `Bearer ${token}` };
    const requests = pages.map((query) => ({ method: 'GET' as const, path: `/v1/tickets?${query}`, headers }));
    await autocannon({ url: server.url, connections, duration: 2, requests });
    const result = await autocannon({ url: server.url, connections, duration: 8, requests });
    if (result.non2xx > 0) throw new Error(`${result.non2xx} refusals`);
    return { p50: result.latency.p50, p99: result.latency.p99 };
  } finally {
    await server.stop();
  }
}

/** Writes the projection's documents straight into its live collection, instead of executing a million commands. */
async function prepared(folder: string, size: number): Promise<string> {
  const docket = await openDocket(configOf(folder));
  try {
    const live = await findLive(docket.stores.read, ticketList.name);
    if (live === null) throw new Error('the ticket list does not exist');
    for (let from = 0; from < size; from += batch) await write(docket, live.collection, from, Math.min(size, from + batch));
    return (await docket.tokens.create(rootActor, { label: 'bench', scope: ['ticket.read-everything'] })).secret;
  } finally {
    await docket.close();
  }
}

async function write({ stores }: Docket, collection: string, from: number, to: number): Promise<void> {
  const writes: Write[] = [];
  for (let n = from; n < to; n++) {
    const document = ticketList.fold(null, opened(n), '') as Document;
    writes.push({ collection, id: document._id, document });
  }
  await stores.read.write(writes);
}

const priorities = ['critical', 'high', 'moderate', 'moderate', 'moderate', 'low'];

function opened(n: number): SeenFact {
  const { user, organisation } = rootActor;
  const after: FacetValues = {
    ...{ kind: 'service', engagement: 'own', ownerOrganisation: organisation, handler: organisation, earlierHandlers: [] },
    ...{ participants: [], team: `team-${n % 40}`, assignee: `user-${n % 400}`, category: `Category ${n % 50}` },
    ...{ phase: n % 10 === 0 ? 5 : 7, subStatus: n % 10 === 0 ? 'in-progress' : 'resolved' },
    priority: priorities[n % priorities.length] ?? 'low',
  };
  const number = `AT-${String(n).padStart(7, '0')}`;
  const data = { number, kind: 'service', requester: { user }, priority: after.priority, details: {} };
  const at = fromMillis(Date.UTC(2020, 0, 1) + n * 60_000);
  const fact: Partial<Fact> = {
    type: 'TicketOpened',
    stream: `ticket-${v7()}`,
    occurredAt: at,
    recordedAt: at,
    data,
    facets: { before: null, after },
  };
  return { ...fact, opened: { title: `Pump ${n} in hall ${n % 97} stands still` } } as unknown as SeenFact;
}
