import autocannon from 'autocannon';
import { v4, v7 } from 'uuid';
import type { TicketFacets } from '../src/domain/ticket/ticket.facets';
import type { Fact } from '../src/domain/kernel/event';
import { day, fromMillis, plus } from '../src/domain/kernel/instant';
import { openDocket, type Docket } from '../src/compose/docket';
import { rootActor } from '../src/adapters/first-start/bootstrap';
import { findLive } from '../src/adapters/runner/live';
import { sortKey } from '../src/projections/kernel/fold';
import type { Document, Write } from '../src/projections/kernel/documents.port';
import type { SeenFact } from '../src/projections/kernel/projection';
import { users } from '../src/projections/people/users';
import { activityEveryone } from '../src/projections/tickets/activity';
import { ticketList, type TicketListItem } from '../src/projections/tickets/ticket-list';
import { millis, type Row } from './measure';
import { start } from './processes';
import { configOf, inFolder } from './workbench';

/** One caller at a time tells how long an answer takes, eight how long it waits for a full thread, too. */
const callers = [1, 8] as const;
const batch = 5_000;

/** Of a team, a customer and words there are many; each request of a kind asks for others in turn. */
const numbers = Array.from({ length: 40 }, (_, i) => i);
const orders = ['updated', '-updated', 'opened', 'closed', 'number', '-number', 'priority', 'title'];
const order = (i: number): string => orders[i % orders.length] ?? '';
const kindsOfLists: readonly { readonly work: string; readonly goal: string; readonly queries: readonly string[] }[] = [
  {
    work: 'list page over HTTP',
    goal: 'p99 ≤ 10 ms, ≤ 1.2',
    queries: ['state=open&limit=50', 'state=open&limit=50&sort=priority', 'state=all&limit=50&sort=number'],
  },
  {
    work: 'list page over HTTP, three filters with a sort',
    goal: 'p99 ≤ 10 ms',
    queries: numbers.flatMap((i) => [
      `state=open&priority=critical,high&team=${teamOf(i)}&sort=${order(i).replace('closed', 'opened')}`,
      `state=all&priority=high&team=${teamOf(i)}&category=Category%20${i}&sort=${order(i + 1)}`,
      `state=closed&kind=service&channel=phone&assignee=${userOf(i * 9)}&sort=${order(i + 2)}`,
      `state=all&phase=7&channel=email&openedFrom=2020-0${1 + (i % 9)}-01&openedTo=2021-01-01&sort=${order(i + 3)}`,
    ]),
  },
  {
    work: 'search over HTTP',
    goal: 'p99 ≤ 50 ms',
    queries: numbers.flatMap((i) => [
      `state=all&q=${wordOf(2_000 + i * 37)}&sort=${order(i)}`,
      `state=open&q=pump%20${wordOf(i)}&sort=${order(i + 1)}`,
      `state=all&q=${wordOf(i)}%20${wordOf(i * 5 + 1)}&priority=high&sort=${order(i + 2)}`,
      `state=all&q=AT-${i * 7_919}`,
      `state=all&q=pump%20stan%20hall&team=${teamOf(i)}`,
      `state=all&q=anna%20${wordOf(i + 50)}`,
    ]),
  },
];

/** Pages over HTTP, those of one kind in turn, with ever more tickets behind them. */
export async function listBench(sizes: readonly number[]): Promise<readonly Row[]> {
  const rows: Row[] = [];
  const smallest = new Map<string, number>();
  for (const size of sizes) {
    for (const { work, goal, connections, p50, p97, p99 } of await inFolder((folder) => measured(folder, size))) {
      const kind = `${work} ${connections}`;
      const least = smallest.get(kind) ?? p99;
      smallest.set(kind, least);
      rows.push({
        work: `${work}, ${size.toLocaleString('en')} tickets, ${connections === 1 ? '1 connection' : `${connections} connections`}`,
        ours: `p50 ${millis(p50)}, p97.5 ${millis(p97)}, p99 ${millis(p99)}`,
        peer: `p99 ${millis(least)} at ${sizes[0]?.toLocaleString('en') ?? ''}`,
        ratio: p99 / least,
        goal,
      });
    }
  }
  return rows;
}

/** The same for people: pages of HTML, with a session. */
const kindsOfPages: readonly {
  readonly work: string;
  readonly goal: string;
  readonly paths: (ticket: string) => readonly string[];
}[] = [
  {
    work: 'list as a page',
    goal: 'p95 ≤ 20 ms',
    paths: () => ['/tickets?scope=all&state=open', '/tickets?scope=all&state=all&sort=number'],
  },
  {
    work: 'ticket with 60 replies as a page',
    goal: 'p95 ≤ 15 ms',
    paths: (ticket) => [`/tickets/${ticket}`, `/tickets/${ticket}/overview`],
  },
];

interface Measured {
  readonly work: string;
  readonly goal: string;
  readonly connections: number;
  readonly p50: number;
  readonly p97: number;
  readonly p99: number;
}

async function measured(folder: string, size: number): Promise<readonly Measured[]> {
  const { token, session } = await prepared(folder, size);
  const server = await start('../../../../dist/main.js', {
    DATA_DIR: folder,
    PORT: '0',
    LOG_LEVEL: 'error',
    NODE_ENV: 'production',
  });
  try {
    const asked = { authorization: `Bearer ${token}` };
    const ticket = await ticketWithReplies(server.url, asked);
    const kinds = [
      ...kindsOfLists.map(({ queries, ...kind }) => ({
        ...kind,
        headers: asked,
        paths: queries.map((one) => `/v1/tickets?scope=all&${one}`),
      })),
      ...kindsOfPages.map((kind) => ({
        ...kind,
        headers: { cookie: `docket=${session}`, 'accept-encoding': 'br' },
        paths: kind.paths(ticket),
      })),
    ];
    const results: Measured[] = [];
    for (const kind of kinds) results.push(...(await timed(server.url, kind)));
    return results;
  } finally {
    await server.stop();
  }
}

interface Kind extends Pick<Measured, 'work' | 'goal'> {
  readonly headers: Readonly<Record<string, string>>;
  readonly paths: readonly string[];
}

async function timed(url: string, { work, goal, headers, paths }: Kind): Promise<readonly Measured[]> {
  const requests = paths.map((path) => ({ method: 'GET' as const, path, headers }));
  await autocannon({ url, connections: 8, duration: 2, requests });
  const results: Measured[] = [];
  for (const connections of callers) {
    const { non2xx, latency } = await autocannon({ url, connections, duration: 8, requests });
    if (non2xx > 0) throw new Error(`${non2xx} refusals`);
    results.push({ work, goal, connections, p50: latency.p50, p97: latency.p97_5, p99: latency.p99 });
  }
  return results;
}

/** Documents as the projections make them, written straight into their live collections: a million tickets need no million commands. */
async function prepared(folder: string, size: number): Promise<{ readonly token: string; readonly session: string }> {
  const docket = await openDocket(configOf(folder));
  try {
    const collections = await Promise.all([ticketList, activityEveryone, users].map((model) => collectionOf(docket, model.name)));
    const [list = '', activity = '', people = ''] = collections;
    await docket.stores.read.write(Array.from({ length: 400 }, (_, n) => written(people, userNamed(n))));
    for (let from = 0; from < size; from += batch) {
      const facts = Array.from({ length: Math.min(batch, size - from) }, (_, i) => opened(from + i));
      await docket.stores.read.write(
        facts.flatMap((fact) => [
          written(list, closed(ticketList.fold(null, fact, ''))),
          written(activity, activityEveryone.fold(null, fact, fact.id)),
        ]),
      );
    }
    const { secret: token } = await docket.tokens.create(rootActor, { label: 'bench', scope: null });
    return { token, session: (await docket.signIn.sessions.create(rootActor.user, 'bench')).secret };
  } finally {
    await docket.close();
  }
}

/** Through the product's own commands. */
async function ticketWithReplies(url: string, authorization: Readonly<Record<string, string>>): Promise<string> {
  const post = async (path: string, body: object): Promise<{ readonly id: string }> => {
    const headers = { ...authorization, 'content-type': 'application/json', 'idempotency-key': v4() };
    const answer = await fetch(`${url}${path}`, { method: 'POST', headers, body: JSON.stringify(body) });
    if (!answer.ok) throw new Error(await answer.text());
    return (await answer.json()) as { readonly id: string };
  };
  const { id } = await post('/v1/tickets', { kind: 'service', title: 'Pump stands still', description: textOf(1) });
  for (let n = 0; n < 60; n += 1) await post(`/v1/tickets/${id}/reply`, { body: textOf(n), audience: 'everyone' });
  return id;
}

async function collectionOf({ stores }: Docket, name: string): Promise<string> {
  const live = await findLive(stores.read, name);
  if (live === null) throw new Error(`${name} is not there`);
  return live.collection;
}

/** Of those that are closed, a day after they were opened. */
function closed(item: TicketListItem | null): TicketListItem | null {
  return item?.status === 'closed' ? { ...item, closedAt: plus(item.openedAt, day) } : item;
}

function written(collection: string, document: Document | null): Write {
  return { collection, id: document?._id ?? '', document };
}

const priorities = ['critical', 'high', 'moderate', 'moderate', 'moderate', 'low'];
const channels = ['phone', 'email', 'web'];

function teamOf(n: number): string {
  return `00000000-0000-4000-8000-0000000001${String(n % 40).padStart(2, '0')}`;
}

function userOf(n: number): string {
  return `00000000-0000-4000-8000-000000002${String(n % 400).padStart(3, '0')}`;
}

/** Made of syllables, so that many begin alike. */
function wordOf(n: number): string {
  const syllables = ['ka', 'le', 'mi', 'no', 'ru', 'sta', 'te', 'vo', 'zi', 'pel', 'dor', 'han', 'gri', 'fu', 'be', 'xa'];
  return [n % 16, (n >> 4) % 16, (n >> 8) % 16, (n >> 12) % 16].map((i) => syllables[i] ?? '').join('');
}

/** The n-th word of all is used as often as a hundredth of n would have it: a few are everywhere, most are rare. */
function textOf(n: number): string {
  const roll = dice(n);
  return Array.from({ length: 15 }, () => wordOf(Math.floor(20_000 * roll() ** 4))).join(' ');
}

function dice(seed: number): () => number {
  let state = (seed * 2_654_435_761) >>> 0;
  return () => (state = (Math.imul(state, 1_664_525) + 1_013_904_223) >>> 0) / 2 ** 32;
}

function userNamed(n: number): Document {
  const name = `${n % 40 === 0 ? 'Anna' : wordOf(n % 40)} ${wordOf(n)}`;
  return { _id: userOf(n), organisation: rootActor.organisation, name, nameSort: sortKey(name) };
}

function opened(n: number): SeenFact {
  const { user, organisation } = rootActor;
  const roll = dice(n + 7);
  const some = (most: number): number => Math.floor(roll() * most);
  const after: TicketFacets = {
    ...{ kind: 'service', engagement: 'own', ownerOrganisation: organisation, handler: organisation, earlierHandlers: [] },
    ...{ participants: [], team: teamOf(some(40)), assignee: userOf(some(400)), category: `Category ${some(50)}` },
    ...{ phase: some(10) === 0 ? 5 : 7, subStatus: 'in-progress' },
    priority: priorities[some(priorities.length)] ?? 'low',
  };
  const number = `AT-${String(n).padStart(7, '0')}`;
  const details = { channel: channels[some(3)] ?? 'web', serialNumber: `SN-${some(1_000_000)}` };
  const data = { number, kind: 'service', requester: { user }, priority: after.priority, details };
  const at = fromMillis(Date.UTC(2020, 0, 1) + n * 60_000);
  const fact: Partial<Fact> = {
    ...{ id: v7(), type: 'TicketOpened', stream: `ticket-${v7()}`, revision: 0, audience: 'everyone' },
    ...{ occurredAt: at, recordedAt: at, data, facets: { before: null, after } },
    ...{ origin: { kind: 'witnessed' }, actor: { user, organisation }, onBehalfOf: null },
  };
  const title = `${wordOf(some(300))} pump ${some(1_000)} in hall ${n % 97} stands still`;
  return { ...fact, opened: { title, description: textOf(n) } } as unknown as SeenFact;
}
