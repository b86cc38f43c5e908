import { Injectable, type CallHandler, type ExecutionContext, type NestInterceptor } from '@nestjs/common';
import type { FastifyRequest } from 'fastify';
import { catchError, type Observable } from 'rxjs';
import { DomainError } from '../../../domain/kernel/errors';
import type { Value } from '../../../domain/kernel/value';
import type { AllowedVerb } from '../../desk/tickets/ticket-now';

/** A command that is possible now, with the path to POST its fields to. */
export interface AllowedLink extends AllowedVerb {
  readonly href: string;
}

export function allowedLinks(ticket: string, allowed: readonly AllowedVerb[]): readonly AllowedLink[] {
  return allowed.map(({ command, fields }) => ({ command, href: `/v1/tickets/${ticket}/${command}`, fields }));
}

/** A refusal that says what is possible instead says where, too. */
@Injectable()
export class LinksInRefusals implements NestInterceptor {
  intercept(context: ExecutionContext, next: CallHandler<unknown>): Observable<unknown> {
    const { id } = context.switchToHttp().getRequest<FastifyRequest<{ Params: { id?: string } }>>().params;
    return next.handle().pipe(
      catchError((error: unknown) => {
        throw id === undefined ? error : linked(id, error);
      }),
    );
  }
}

function linked(ticket: string, error: unknown): unknown {
  if (!(error instanceof DomainError) || !Array.isArray(error.facts['allowed'])) return error;
  const allowed = allowedLinks(ticket, error.facts['allowed']);
  return new DomainError(error.code, error.message, { ...error.facts, allowed: allowed as unknown as Value });
}
