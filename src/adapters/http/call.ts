import { createParamDecorator, type ExecutionContext } from '@nestjs/common';
import type { FastifyRequest } from 'fastify';
import type { Value } from '../../domain/kernel/value';
import type { Actor } from '../../domain/people/actor';
import { refuseFields } from './problems/problem';

declare module 'fastify' {
  interface FastifyRequest {
    /** Set by `authenticateFirst`, null on paths that need no token. */
    actor: Actor | null;
  }
}

/** One authenticated request, as controllers see it: who asks, and what the headers say about how. */
export interface Call {
  readonly actor: Actor;
  readonly correlationId: string;
  readonly idempotencyKey: string | undefined;
  readonly ifMatch: string | undefined;
  readonly wantsRepresentation: boolean;
  /** Method, path and body as sent: what makes two requests the same. */
  readonly body: Value;
}

const printable = /^[\x20-\x7e]{1,200}$/;

export function callOf(request: FastifyRequest): Call {
  if (request.actor === null) throw new Error(`${request.url} needs an actor and is not under /v1`);
  return {
    actor: request.actor,
    correlationId: request.id,
    idempotencyKey: idempotencyKey(header(request, 'idempotency-key')),
    ifMatch: header(request, 'if-match'),
    wantsRepresentation: /(^|[\s,;])return=representation\b/i.test(header(request, 'prefer') ?? ''),
    body: { path: `${request.method} ${request.originalUrl.split('?', 1)[0] ?? ''}`, body: (request.body ?? {}) as Value },
  };
}

export const CallOf = createParamDecorator((_: unknown, context: ExecutionContext) =>
  callOf(context.switchToHttp().getRequest<FastifyRequest>()),
);

export const CurrentActor = createParamDecorator(
  (_: unknown, context: ExecutionContext) => callOf(context.switchToHttp().getRequest<FastifyRequest>()).actor,
);

function header(request: FastifyRequest, name: string): string | undefined {
  const value = request.headers[name];
  return Array.isArray(value) ? value.join(', ') : value;
}

function idempotencyKey(key: string | undefined): string | undefined {
  if (key === undefined || printable.test(key)) return key;
  return refuseFields([{ field: 'Idempotency-Key', message: 'must be 1 to 200 printable ASCII characters' }]);
}
