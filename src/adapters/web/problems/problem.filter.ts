import { Catch, Inject, Logger, Optional, type ArgumentsHost, type ExceptionFilter } from '@nestjs/common';
import type { FastifyReply, FastifyRequest } from 'fastify';
import { DomainError } from '../../../domain/kernel/errors';
import { retryAfterSeconds } from '../limits';
import { PAGE_GATE, type PageGate } from '../page-gate.port';
import { problemFrom, refusalOf, type Problem } from './problem';
import { nearestRoute } from '../routes';

/** Answers every error as problem+json (RFC 9457), or as a page to browsers. Messages of internal errors are logged, not sent. */
@Catch()
export class ProblemFilter implements ExceptionFilter {
  private readonly log = new Logger('http');

  constructor(@Optional() @Inject(PAGE_GATE) private readonly pages: PageGate | null) {}

  catch(error: unknown, host: ArgumentsHost): void | Promise<void> {
    const http = host.switchToHttp();
    const request = http.getRequest<FastifyRequest>();
    const reply = http.getResponse<FastifyReply>();
    const problem = this.problem(error, request, reply);
    this.note(problem, error, request);
    if (problem.status === 503 || problem.code === 'conflict') void reply.header('retry-after', String(retryAfterSeconds));
    if (this.pages?.wantsPage(request) === true) return this.pages.show(problem, request, reply);
    if (problem.status === 401) void reply.header('www-authenticate', 'Bearer realm="docket"');
    void reply.status(problem.status).header('content-type', 'application/problem+json; charset=utf-8').send(problem);
  }

  private note({ code, instance }: Problem, error: unknown, { method, id }: FastifyRequest): void {
    const line = `${method} ${instance} ${id}`;
    if (code === 'unavailable') this.log.warn(`${line} ${causeOf(error)}`);
    if (code === 'storage-damaged') this.log.error(`${line} ${causeOf(error)}`);
    if (code === 'internal') this.log.error(line, stackOf(error));
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

/** For the log only: the answer does not name the store's failure. */
function causeOf(error: unknown): string {
  const cause: unknown = error instanceof DomainError && error.cause !== undefined ? error.cause : error;
  return cause instanceof Error ? cause.message : String(cause);
}

function stackOf(error: unknown): string {
  return error instanceof Error ? (error.stack ?? error.message) : String(error);
}
