import { Injectable, type CallHandler, type ExecutionContext, type NestInterceptor } from '@nestjs/common';
import type { FastifyReply, FastifyRequest } from 'fastify';
import { tap, type Observable } from 'rxjs';

/** Adds `Link: rel="next"` (RFC 8288) to pages that have a next one. */
@Injectable()
export class PageLinks implements NestInterceptor {
  intercept(context: ExecutionContext, next: CallHandler<unknown>): Observable<unknown> {
    const http = context.switchToHttp();
    return next.handle().pipe(tap((page) => link(page, http.getRequest(), http.getResponse())));
  }
}

function link(page: unknown, request: FastifyRequest, reply: FastifyReply): void {
  if (typeof page !== 'object' || page === null || !('next' in page) || typeof page.next !== 'string') return;
  const address = new URL(request.originalUrl, 'http://here');
  address.searchParams.set('after', page.next);
  void reply.header('link', `<${address.pathname}${address.search}>; rel="next"`);
}
