import { createHash, timingSafeEqual } from 'node:crypto';
import type { FastifyInstance } from 'fastify';
import type { Logger } from 'pino';
import type { Metrics } from './metrics';

export interface Observing {
  readonly log: Logger;
  readonly metrics: Metrics;
  /** `on`: whoever reaches the port; `off`: nobody; else the bearer token that must be sent. */
  readonly access: string;
}

/**
 * One line and one measurement a request, and `/metrics`. What is told of a request: never its body, its query, its token or a name;
 * of its path the pattern only, for a path may hold what somebody typed. Call before routes are added.
 */
export function observe(fastify: FastifyInstance, { log, metrics, access }: Observing): void {
  fastify.addHook('onResponse', (request, reply, done) => {
    const { user = null, organisation = null } = request.actor ?? {};
    const { method, id: correlationId } = request;
    const [route, status, ms] = [
      request.routeOptions.url ?? 'unknown',
      reply.statusCode,
      Math.round(reply.elapsedTime * 10) / 10,
    ];
    metrics.request({ method, route, status, ms });
    log[status >= 500 ? 'error' : 'info']({ correlationId, method, route, status, ms, user, organisation }, 'request');
    done();
  });
  if (access === 'off') return;
  fastify.get('/metrics', async (request, reply) => {
    if (access !== 'on' && !isToken(request.headers.authorization, access)) {
      return reply
        .status(401)
        .header('www-authenticate', 'Bearer realm="metrics"')
        .type('text/plain')
        .send('Send the token of METRICS.\n');
    }
    return reply.type(metrics.contentType).send(await metrics.text());
  });
}

/** Hashed first, so that neither length nor content shows in the time it takes. */
function isToken(header: string | undefined, token: string): boolean {
  const hash = (text: string): Buffer => createHash('sha256').update(text).digest();
  return timingSafeEqual(hash(header ?? ''), hash(`Bearer ${token}`));
}
