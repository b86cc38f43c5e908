import type { FastifyInstance, FastifyReply } from 'fastify';
import { retryAfterSeconds } from './limits';
import { EdgeError, problemFrom, refusalOf } from './problems/problem';

/** How long an open request may take when the server stops. */
export const partingMs = 2_500;
/** Time to flush the last answers. */
const flushMs = 100;

const refused = 'The server is stopping, and nothing was done. Send the request again in a moment.';
const unread = 'The server stopped before the answer was complete. Ask again in a moment.';
const undecided =
  'The server stopped before the answer, so it is not known whether this was recorded. Send it again with the same Idempotency-Key: ' +
  'it is recorded once.';

/**
 * Graceful shutdown: open requests may finish and are answered with 503 when the time is up. New requests get 503 at once. Then Fastify
 * closes idle connections and incomplete requests.
 */
export function closeGracefully(fastify: FastifyInstance, patienceMs = partingMs): void {
  const underWay = new Set<FastifyReply>();
  let parted: (() => void) | null = null;
  const leave = (reply: FastifyReply): void => {
    underWay.delete(reply);
    if (underWay.size === 0) parted?.();
  };
  fastify.addHook('onRequest', (_request, reply, done) => {
    if (parted === null) underWay.add(reply);
    // A client that goes away in the middle of an answer gets no response event.
    reply.raw.once('close', () => leave(reply));
    done(parted === null ? undefined : new EdgeError('unavailable', refused));
  });
  fastify.addHook('onResponse', (_request, reply, done) => {
    leave(reply);
    done();
  });
  const quiet = (ms: number): Promise<void> =>
    new Promise((resolve) => {
      const timer = setTimeout(resolve, ms);
      parted = (): void => {
        clearTimeout(timer);
        resolve();
      };
      if (underWay.size === 0) parted();
    });
  fastify.addHook('preClose', async () => {
    await quiet(patienceMs);
    for (const reply of underWay) answerUnfinished(reply);
    await quiet(flushMs);
  });
}

function answerUnfinished(reply: FastifyReply): void {
  if (reply.sent) return;
  const { request } = reply;
  const words = request.method === 'GET' || request.method === 'HEAD' ? unread : undecided;
  const problem = problemFrom(refusalOf(new EdgeError('unavailable', words)), { url: request.url, correlationId: request.id });
  void reply
    .status(problem.status)
    .headers({ 'retry-after': String(retryAfterSeconds), connection: 'close' })
    .type('application/problem+json; charset=utf-8')
    .send(JSON.stringify(problem));
}
