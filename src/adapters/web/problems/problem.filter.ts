import { Catch, Logger, type ArgumentsHost, type ExceptionFilter } from '@nestjs/common';
import type { FastifyReply, FastifyRequest } from 'fastify';
import { DomainError } from '../../../domain/kernel/errors';
import { retryAfterSeconds } from '../limits';
import { problemFrom, refusalOf, type Problem } from './problem';
import { nearestRoute } from '../routes';

/** Answers every error as problem+json (RFC 9457). Messages of internal errors are logged, not sent. */
@Catch()
export class ProblemFilter implements ExceptionFilter {
  private readonly log = new Logger('http');

  catch(error: unknown, host: ArgumentsHost): void {
    const http = host.switchToHttp();
    const request = http.getRequest<FastifyRequest>();
    const reply = http.getResponse<FastifyReply>();
    const problem = this.problem(error, request, reply);
    if (problem.status === 401) void reply.header('www-authenticate', 'Bearer realm="docket"');
    if (problem.status === 503) void reply.header('retry-after', String(retryAfterSeconds));
    if (problem.code === 'unavailable') this.log.warn(`${request.method} ${problem.instance} ${request.id} ${causeOf(error)}`);
    if (problem.code === 'storage-damaged')
      this.log.error(`${request.method} ${problem.instance} ${request.id} ${causeOf(error)}`);
    if (problem.code === 'internal') this.log.error(`${request.method} ${problem.instance} ${request.id}`, stackOf(error));
    void reply.status(problem.status).header('content-type', 'application/problem+json; charset=utf-8').send(problem);
  }

  private problem(error: unknown, request: FastifyRequest, reply: FastifyReply): Problem {
    const refusal = refusalOf(error);
    const context = { url: request.originalUrl, correlationId: request.id };
    if (refusal.code !== 'no-such-route') return problemFrom(refusal, context);
    const { path, methods: allowed } = nearestRoute(request);
    if (path !== null) return problemFrom({ ...refusal, detail: `${refusal.detail} Did you mean ${path}?` }, context);
    if (allowed.length === 0 || allowed.includes(request.method)) return problemFrom(refusal, context);
    void reply.header('allow', allowed.join(', '));
    const detail = `${request.method} is not possible here; possible: ${allowed.join(', ')}.`;
    return problemFrom({ code: 'method-not-allowed', detail, facts: { methods: allowed } }, context);
  }
}

/** For the log: the answer does not say what is wrong with the store. */
function causeOf(error: unknown): string {
  const cause: unknown = error instanceof DomainError && error.cause !== undefined ? error.cause : error;
  return cause instanceof Error ? cause.message : String(cause);
}

function stackOf(error: unknown): string {
  return error instanceof Error ? (error.stack ?? error.message) : String(error);
}
