import type { FastifyInstance, FastifyReply } from 'fastify';
import { retryAfterSeconds } from './limits';
import { EdgeError, problemFrom, refusalOf } from './problems/problem';

/** How long a request under way may go on when the server stops. */
export const partingMs = 2_500;
/** For the last answers to leave. */
const flushMs = 100;

const refused = 'The server stops, and nothing was done. Send it again in a moment, it may go to another.';
const unread = 'The server stops before it had this together. Ask again in a moment.';
const undecided =
  'The server stops before this was answered, so nobody can say yet whether it was recorded. Send it again with the same Idempotency-Key: ' +
  'it is recorded once.';

/**
 * Nobody's connection is cut without a word when the server stops: requests under way may end, then they are answered, and whoever comes
 * meanwhile is sent elsewhere. Then Fastify closes what is left: connections that wait, and requests that never arrived whole.
 */
export function partInPeace(fastify: FastifyInstance, patienceMs = partingMs): void {
  const underWay = new Set<FastifyReply>();
  let parted: (() => void) | null = null;
  fastify.addHook('onRequest', (_request, reply, done) => {
    if (parted === null) underWay.add(reply);
    done(parted === null ? undefined : new EdgeError('unavailable', refused));
  });
  fastify.addHook('onResponse', (_request, reply, done) => {
    underWay.delete(reply);
    if (underWay.size === 0) parted?.();
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
    for (const reply of underWay) takeLeave(reply);
    await quiet(flushMs);
  });
}

function takeLeave(reply: FastifyReply): void {
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
