import { createHash, timingSafeEqual } from 'node:crypto';
import type { FastifyInstance } from 'fastify';
import type { Logger } from 'pino';
import type { Metrics } from './metrics';

export interface ObserveOptions {
  readonly log: Logger;
  readonly metrics: Metrics;
  /** `on`: public; `off`: disabled; otherwise the bearer token that clients must send. */
  readonly access: string;
}

/**
 * Logs and measures each request, and serves `/metrics`. Logs the route pattern, with the command's name: no body, query, token, name or other path value.
 * Call this before adding routes.
 */
export function observe(fastify: FastifyInstance, { log, metrics, access }: ObserveOptions): void {
  fastify.addHook('onResponse', (request, reply, done) => {
    const { user = null, organisation = null } = request.actor ?? {};
    const { method, id: correlationId } = request;
    const [route, status, ms] = [
      (request.routeOptions.url ?? 'unknown').replace(':verb', request.command ?? ':verb'),
      reply.statusCode,
      Math.round(reply.elapsedTime * 10) / 10,
    ];
    // How long somebody listened is no latency.
    if (request.routeOptions.config.live !== true) metrics.request({ method, route, status, ms });
    log[status >= 500 ? 'error' : 'info']({ correlationId, method, route, status, ms, user, organisation }, 'request');
    done();
  });
  if (access === 'off') return;
  fastify.get('/metrics', { config: { public: true } }, async (request, reply) => {
    if (access !== 'on' && !isToken(request.headers.authorization, access)) {
      return reply
        .status(401)
        .header('www-authenticate', 'Bearer realm="metrics"')
        .type('text/plain')
        .send('Send the token of the setting METRICS as a bearer token.\n');
    }
    return reply.type(metrics.contentType).send(await metrics.text());
  });
}

/** Hashes first, so that the time taken reveals neither length nor content. */
function isToken(header: string | undefined, token: string): boolean {
  const hash = (text: string): Buffer => createHash('sha256').update(text).digest();
  return timingSafeEqual(hash(header ?? ''), hash(`Bearer ${token}`));
}
