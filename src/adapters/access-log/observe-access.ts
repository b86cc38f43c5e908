import { hash } from 'node:crypto';
import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify';
import type { Actor } from '../../domain/people/actor';
import type { AccessNote, AccessRecorder } from './access-log.port';

/** Request properties set by the API or the pages. */
interface Visited {
  readonly actor?: Actor | null;
  readonly readTicket?: string;
  readonly visit?: { readonly signedIn: { readonly session: { readonly id: string } } | null };
}

/** Records access for all routes, so that new ticket pages are covered. Call it before any route is added. */
export function observeAccess(fastify: FastifyInstance, recorder: AccessRecorder): void {
  fastify.addHook('onResponse', (request, reply, done) => {
    for (const note of notesOf(request, reply)) recorder.record(note);
    done();
  });
}

function notesOf(request: FastifyRequest, reply: FastifyReply): readonly AccessNote[] {
  const { actor } = request as Visited;
  if (actor === null || actor === undefined) return [];
  const digest = request.routeOptions.config.page === undefined ? tokenDigest(request) : null;
  const who = { user: actor.user, ...whereFrom(request), ...(digest !== null && { tokenDigest: digest }) };
  const seen = isView(request, reply) ? viewOf(request, reply, actor) : null;
  return [
    ...(digest === null ? [] : [{ ...who, kind: 'token-used' as const, oncePerHour: digest }]),
    ...(seen === null ? [] : [{ ...who, ...seen }]),
  ];
}

function whereFrom(request: FastifyRequest): Pick<AccessNote, 'address' | 'device' | 'session'> {
  const session = (request as Visited).visit?.signedIn?.session.id;
  const device = request.headers['user-agent'] ?? '';
  return { address: request.ip, device, ...(session !== undefined && { session }) };
}

/** A prefetch is no view. When the page is shown, its script sends a HEAD request. */
function isView({ method, headers }: FastifyRequest, { statusCode }: FastifyReply): boolean {
  // Only browsers can set this header: scripts may not set names that begin with Sec-.
  const purpose = headers['sec-purpose'];
  const isPrefetch = typeof purpose === 'string' && purpose.includes('prefetch');
  return (method === 'GET' || method === 'HEAD') && !isPrefetch && (statusCode < 300 || statusCode === 304);
}

type View = Pick<AccessNote, 'kind' | 'ticket' | 'file' | 'detail' | 'oncePerHour'>;

function viewOf(request: FastifyRequest, reply: FastifyReply, { user }: Actor): View | null {
  const route = (request.routeOptions.url ?? '').replace(/^\/v1(?=\/)/, '');
  const { file } = request.params as { readonly file?: string };
  const ticket = ticketOf(request, route);
  if (isThumbnail(request, reply)) return null;
  if (ticket !== undefined) return ofTicket({ route, ticket: ticket.toUpperCase(), file, isSaved: isSaved(reply) }, user);
  if (isSaved(reply)) return { kind: 'exported', detail: route };
  if (/^\/(audit|access-log)(\/|$)/.test(route)) return { kind: 'audit-viewed', detail: route, oncePerHour: `${user} ${route}` };
  return null;
}

function ticketOf(request: FastifyRequest, route: string): string | undefined {
  const { number, id } = request.params as { readonly number?: string; readonly id?: string };
  return /^\/tickets\/:/.test(route) ? (number ?? id) : (request as Visited).readTicket;
}

function isSaved(reply: FastifyReply): boolean {
  const disposition = reply.getHeader('content-disposition');
  return typeof disposition === 'string' && disposition.startsWith('attachment');
}

/** A thumbnail on a page whose view is recorded itself. A direct request for its URL counts as reading the file, as the API does. */
function isThumbnail({ query, headers, routeOptions }: FastifyRequest, reply: FastifyReply): boolean {
  const isFileOfPage = routeOptions.config.page !== undefined && /\/files\/:file$/.test(routeOptions.url ?? '');
  const asked = query as object;
  const isAsked = 'view' in asked && 'thumb' in asked && headers['sec-fetch-dest'] === 'image';
  // A picture that cannot be made smaller is handed out as it is.
  return isFileOfPage && isAsked && !isSaved(reply);
}

interface OfTicket {
  readonly route: string;
  readonly ticket: string;
  readonly file: string | undefined;
  readonly isSaved: boolean;
}

function ofTicket({ route, ticket: asked, file, isSaved }: OfTicket, user: string): View {
  // Ids are lower case, ticket numbers upper case.
  const ticket = /^[A-Z]{2}-\d+$/.test(asked) ? asked : asked.toLowerCase();
  if (file !== undefined && /\/files\/:/.test(route))
    return { kind: 'file-read', ticket, file, oncePerHour: `${user} ${ticket} ${file}` };
  if (isSaved) return { kind: 'exported', ticket, detail: route };
  const isAudit = /\/(audit|log|logs)$/.test(route);
  if (isAudit) return { kind: 'audit-viewed', ticket, detail: route, oncePerHour: `${user} ${ticket}` };
  return { kind: 'ticket-viewed', ticket, oncePerHour: `${user} ${ticket}` };
}

const bearer = /^Bearer +([\x21-\x7e]{1,500})$/i;

function tokenDigest({ headers }: FastifyRequest): string | null {
  const secret = bearer.exec(headers.authorization ?? '')?.[1];
  return secret === undefined ? null : hash('sha256', secret, 'hex');
}
