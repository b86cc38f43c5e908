import { FastifyAdapter } from '@nestjs/platform-fastify';
import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify';
import { isUtf8 } from 'node:buffer';
import type { IncomingMessage, ServerResponse } from 'node:http';
import type { Duplex } from 'node:stream';
import type { Ids } from '../system/clock.port';
import { jsonOnly, notUtf8, unreadable } from './problems/framework-words';
import { maxBodyBytes } from './limits';
import { closeGracefully } from './parting';
import { EdgeError, problemFrom, refusalOf } from './problems/problem';
import { rememberRoutes } from './routes';

/**
 * Options for `NestFactory.create` and `createNestApplication`. Fastify's own JSON parser refuses `__proto__`; Nest's would also accept form
 * bodies.
 */
export const httpOptions = {
  bodyParser: false,
  forceCloseConnections: true,
  abortOnError: false,
} as const;

export interface HttpOptions {
  /** The proxies whose headers may set the client's address and scheme. Default: none. */
  readonly trustProxy?: boolean | number | string;
}

export function httpAdapter(ids: Ids, { trustProxy = false }: HttpOptions = {}): FastifyAdapter {
  const adapter = new FastifyAdapter({
    trustProxy,
    bodyLimit: maxBodyBytes,
    forceCloseConnections: true,
    // `closeGracefully` answers instead.
    return503OnClosing: false,
    requestTimeout: 60_000,
    // Node's own refusal has no body. `prepare` refuses with a problem.
    http: { requireHostHeader: false },
    genReqId: (request: IncomingMessage) => correlationId(request.headers['x-correlation-id']) ?? ids.next(),
    frameworkErrors: (error: Error, request: FastifyRequest, reply: FastifyReply) => {
      const problem = problemFrom(refusalOf(error), { url: request.url, correlationId: request.id });
      void reply.status(problem.status).header('content-type', problemType).send(JSON.stringify(problem));
    },
    clientErrorHandler: answerMalformed,
  });
  prepare(adapter.getInstance<FastifyInstance>());
  return adapter;
}

const problemType = 'application/problem+json; charset=utf-8';

function prepare(fastify: FastifyInstance): void {
  rememberRoutes(fastify);
  closeGracefully(fastify);
  fastify.decorateRequest('actor', null);
  fastify.decorateRequest('command', null);
  fastify.removeContentTypeParser(['text/plain', 'application/json']);
  const json = fastify.getDefaultJsonParser('error', 'error');
  fastify.addContentTypeParser<Buffer>('application/json', { parseAs: 'buffer' }, (request, body, done) => {
    // Many clients label even an empty body as JSON.
    if (body.length === 0) done(null, undefined);
    // Decoded as text, invalid bytes would be stored as replacement characters.
    else if (!isUtf8(body)) done(new EdgeError('invalid', notUtf8));
    else void json(request, body.toString(), done);
  });
  acceptForms(fastify);
  fastify.addHook('onRequest', (request, reply, done) => {
    void reply.header('x-correlation-id', request.id);
    done(headerRefusal(request) ?? undefined);
  });
  fastify.server.on('checkExpectation', answerExpectation);
  continueWhenAdmitted(fastify);
}

/** RFC 9110 §10.1.1: a client that waits for "100 Continue" must not send its body before the token was checked. */
function continueWhenAdmitted(fastify: FastifyInstance): void {
  const waiting = new WeakSet<IncomingMessage>();
  fastify.server.on('checkContinue', (request: IncomingMessage, response: ServerResponse) => {
    waiting.add(request);
    fastify.server.emit('request', request, response);
  });
  fastify.addHook('preParsing', (request, reply, _payload, done) => {
    if (waiting.delete(request.raw)) reply.raw.writeContinue();
    done();
  });
}

/** Accepts browser forms without files, for pages only. The API takes JSON. */
function acceptForms(fastify: FastifyInstance): void {
  fastify.addContentTypeParser<Buffer>('application/x-www-form-urlencoded', { parseAs: 'buffer' }, (request, body, done) => {
    if (request.routeOptions.config.page === undefined) done(new EdgeError('unsupported-media-type', jsonOnly));
    else if (!isUtf8(body)) done(new EdgeError('invalid', notUtf8));
    else done(null, [...new URLSearchParams(body.toString())]);
  });
}

/** RFC 9112 §3.2: proxies in front might have taken the other one. Node keeps only the first in `headers`. */
function hasTwoHosts({ rawHeaders }: IncomingMessage): boolean {
  return rawHeaders.filter((name, at) => at % 2 === 0 && name.toLowerCase() === 'host').length > 1;
}

function headerRefusal({ raw, headers, routeOptions }: FastifyRequest): EdgeError | null {
  if (hasTwoHosts(raw)) return new EdgeError('invalid', 'The header Host was sent twice. Send it once.');
  if (headers.host === undefined && raw.httpVersion === '1.1')
    return new EdgeError('invalid', 'The header Host is missing. Send the name and port that this server was reached by.');
  const refusal = unreadable(headers, routeOptions.config.forms === true);
  return refusal === null ? null : new EdgeError('unsupported-media-type', refusal);
}

/** A client may send a correlation id, in characters that are safe in logs and headers. */
function correlationId(header: string | string[] | undefined): string | null {
  return typeof header === 'string' && /^[\w.:-]{1,128}$/.test(header) ? header : null;
}

const nonsense: Readonly<Record<string, readonly [line: string, detail: string]>> = {
  HPE_HEADER_OVERFLOW: ['431 Request Header Fields Too Large', 'Address and headers together are larger than 16 KiB. Send less.'],
  ERR_HTTP_REQUEST_TIMEOUT: ['408 Request Timeout', 'The request took longer than a minute to arrive. Send it again.'],
};
const noHttp = [
  '400 Bad Request',
  'This is not an HTTP request that can be read. All paths and methods are described at /docs.',
] as const;

/** Input that is not HTTP never becomes a request, so it is answered on the socket. */
function answerMalformed(error: Error & { code?: string }, socket: Duplex): void {
  if (error.code === 'ECONNRESET' || !socket.writable) {
    socket.destroy();
    return;
  }
  const [line, detail] = nonsense[error.code ?? ''] ?? noHttp;
  const { body } = invalid(line, detail);
  socket.end(
    `HTTP/1.1 ${line}\r\nContent-Type: ${problemType}\r\nContent-Length: ${Buffer.byteLength(body)}\r\nConnection: close\r\n\r\n${body}`,
  );
}

/** Node alone would send only the status. */
function answerExpectation(_request: IncomingMessage, response: ServerResponse): void {
  const { status, body } = invalid(
    '417 Expectation Failed',
    'Of the header Expect only 100-continue is understood. Leave it out.',
  );
  response
    .writeHead(status, { 'content-type': problemType, 'content-length': Buffer.byteLength(body), connection: 'close' })
    .end(body);
}

function invalid(line: string, detail: string): { readonly status: number; readonly body: string } {
  const [first = '400', ...title] = line.split(' ');
  const status = Number(first);
  const body = JSON.stringify({ type: '/problems/invalid', title: title.join(' '), status, detail, code: 'invalid' });
  return { status, body };
}
