import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify';
import type { AllowedVerb } from '../desk/tickets/ticket-now';
import { allowedLinks } from './tickets/allowed-links';

type Payload = Readonly<Record<string, unknown>>;

/**
 * Adds `Link: rel="next"` (RFC 8288) to pages, and command paths to refusals. A hook, because an interceptor would cost every command a chain
 * of observables.
 */
export function addLinks(fastify: FastifyInstance): void {
  fastify.addHook<Payload>('preSerialization', (request, reply, payload, done) => {
    if (typeof payload['next'] === 'string') linkNext(payload['next'], request, reply);
    done(null, reply.statusCode >= 400 ? linked(payload, request) : payload);
  });
}

function linkNext(next: string, request: FastifyRequest, reply: FastifyReply): void {
  const address = new URL(request.originalUrl, 'http://here');
  address.searchParams.set('after', next);
  void reply.header('link', `<${address.pathname}${address.search}>; rel="next"`);
}

function linked(problem: Payload, { params }: FastifyRequest): Payload {
  const { id } = params as { readonly id?: string };
  if (id === undefined || !Array.isArray(problem['allowed'])) return problem;
  return { ...problem, allowed: allowedLinks(id, problem['allowed'] as readonly AllowedVerb[]) };
}
