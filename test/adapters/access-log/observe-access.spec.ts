import Fastify, { type FastifyInstance } from 'fastify';
import type { AccessNote } from '../../../src/adapters/access-log/access-log.port';
import { observeAccess } from '../../../src/adapters/access-log/observe-access';
import type { Actor } from '../../../src/domain/people/actor';
import { id } from '../../dsl/world';

const ada: Actor = { user: id(1), organisation: id(2), organisationKind: 'customer', teams: [], permissions: new Set() };
const notes: AccessNote[] = [];
/** A picture that cannot be made smaller, so it is saved. */
const broken = id(8);
let fastify: FastifyInstance;

beforeAll(async () => {
  fastify = Fastify();
  observeAccess(fastify, { record: (note) => void notes.push(note) });
  fastify.addHook('onRequest', (request, _, done) => {
    request.actor = request.headers['x-who'] === 'nobody' ? null : ada;
    done();
  });
  const page = { config: { page: 'signed-in' as const } };
  const ok = () => 'ok';
  for (const url of ['/tickets', '/tickets/:number', '/tickets/:number/:tab', '/tickets/:number/audit', '/audit', '/account'])
    fastify.get(url, page, ok);
  fastify.get('/tickets/:number/files/:file', page, (request, reply) => {
    const isShown = 'view' in (request.query as object) && !request.url.includes(broken);
    return reply.header('content-disposition', isShown ? 'inline; x' : 'attachment; x').send('ok');
  });
  fastify.get('/tickets/:number/dossier.zip', page, (_, reply) =>
    reply.header('content-disposition', 'attachment; x').send('ok'),
  );
  fastify.get('/tickets.csv', page, (_, reply) => reply.header('content-disposition', 'attachment; x').send('ok'));
  fastify.post('/tickets/:number/do/reply', page, ok);
  fastify.get('/v1/tickets/:id', ok);
  fastify.get('/v1/tickets/:id/files/:file', ok);
  fastify.get('/v1/me', ok);
  fastify.get('/v1/dossiers/:id/content', (request, reply) => {
    request.readTicket = id(5);
    return reply.header('content-disposition', 'attachment; x').send('ok');
  });
  fastify.get('/tickets/:number/gone', page, (_, reply) => reply.code(404).send('gone'));
  await fastify.ready();
});
afterAll(() => fastify.close());

async function seen(url: string, headers: Readonly<Record<string, string>> = {}, method: 'GET' | 'HEAD' | 'POST' = 'GET') {
  notes.length = 0;
  await fastify.inject({ method, url, headers });
  return notes.map(({ kind, ticket, file }) => [kind, ticket ?? file ?? null]);
}

describe('access log entries of requests', () => {
  it.each([
    ['/tickets/CT-000001', 'CT-000001'],
    ['/tickets/ct-000001/overview', 'CT-000001'],
    [`/v1/tickets/${id(5)}`, id(5)],
  ])('a ticket that was viewed: %s', async (url, ticket) => {
    expect((await seen(url)).filter(([kind]) => kind === 'ticket-viewed')).toEqual([['ticket-viewed', ticket]]);
  });

  it.each(['/tickets', '/account', '/tickets/CT-000001/gone', '/nowhere'])('no view of %s', async (url) => {
    expect(await seen(url)).toEqual([]);
  });

  it('no view for form posts, anonymous requests and prefetches', async () => {
    expect(await seen('/tickets/CT-000001/do/reply', {}, 'POST')).toEqual([]);
    expect(await seen('/tickets/CT-000001', { 'x-who': 'nobody' })).toEqual([]);
    expect(await seen('/tickets/CT-000001', { 'sec-purpose': 'prefetch' })).toEqual([]);
    expect(await seen('/tickets/CT-000001', { 'sec-purpose': 'prefetch;prerender' })).toEqual([]);
  });

  it('a view when a prefetched page is shown', async () => {
    expect(await seen('/tickets/CT-000001', {}, 'HEAD')).toEqual([['ticket-viewed', 'CT-000001']]);
  });

  it('files, exports and audit views, each as its own kind', async () => {
    expect(await seen(`/tickets/CT-000001/files/${id(9)}`)).toEqual([['file-read', 'CT-000001']]);
    expect(await seen('/tickets.csv')).toEqual([['exported', null]]);
    expect(await seen('/audit')).toEqual([['audit-viewed', null]]);
    expect(await seen('/tickets/CT-000001/audit')).toEqual([['audit-viewed', 'CT-000001']]);
  });

  it('no file read for a thumbnail on a page, but for a direct request of its URL', async () => {
    const small = `/tickets/CT-000001/files/${id(9)}?view&thumb`;
    expect(await seen(small, { 'sec-fetch-dest': 'image' })).toEqual([]);
    expect(await seen(small, { 'sec-fetch-dest': 'document' })).toEqual([['file-read', 'CT-000001']]);
    expect(await seen(`/tickets/CT-000001/files/${id(9)}?view`, { 'sec-fetch-dest': 'image' })).toEqual([
      ['file-read', 'CT-000001'],
    ]);
  });

  it('a view of everything that is no file, even where it is asked for as a thumbnail', async () => {
    const asImage = { 'sec-fetch-dest': 'image' };
    expect(await seen('/tickets/CT-000001?thumb', asImage)).toEqual([['ticket-viewed', 'CT-000001']]);
    expect(await seen('/tickets/CT-000001/dossier.zip?thumb', asImage)).toEqual([['exported', 'CT-000001']]);
    expect(await seen('/audit?thumb', asImage)).toEqual([['audit-viewed', null]]);
  });

  it.each([
    ['/tickets/CT-000001/audit?view&thumb', 'audit-viewed'],
    ['/tickets.csv?view&thumb', 'exported'],
    [`/v1/tickets/${id(5)}/files/${id(9)}?view&thumb`, 'file-read'],
    [`/tickets/CT-000001/files/${id(9)}?thumb`, 'file-read'],
    [`/tickets/CT-000001/files/${broken}?view&thumb`, 'file-read'],
  ])('what only calls itself a thumbnail: %s', async (url, kind) => {
    expect((await seen(url, { 'sec-fetch-dest': 'image' })).map(([found]) => found)).toEqual([kind]);
  });

  it('the download of a ticket as an export of that ticket, also where its address does not name it', async () => {
    expect(await seen('/tickets/CT-000001/dossier.zip')).toEqual([['exported', 'CT-000001']]);
    expect(await seen(`/v1/dossiers/${id(7)}/content`)).toEqual([['exported', id(5)]]);
  });

  it('the use of a token by its hash and its request, never the token itself', async () => {
    expect((await seen('/v1/me', { authorization: 'Bearer dkt_secret' })).map(([kind]) => kind)).toEqual(['token-used']);
    expect(JSON.stringify(notes)).not.toContain('dkt_secret');
    const file = await seen(`/v1/tickets/${id(5)}/files/${id(9)}`, { authorization: 'Bearer dkt_secret' });
    expect(file.map(([kind]) => kind)).toEqual(['token-used', 'file-read']);
  });

  it('address and device of the client', async () => {
    await seen('/tickets/CT-000001', { 'user-agent': 'Firefox' });
    expect(notes).toMatchObject([{ user: id(1), address: '127.0.0.1', device: 'Firefox' }]);
  });
});
