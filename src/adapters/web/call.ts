import { createParamDecorator, type ExecutionContext } from '@nestjs/common';
import type { FastifyRequest } from 'fastify';
import type { Actor } from '../../domain/people/actor';
import type { Fields } from '../../domain/kernel/fields';
import type { Asker } from '../desk/asker';
import { checkedFields, checkedQuery } from '../desk/input/checked-input';
import { refuseFields } from '../desk/refuse-fields';
import { expectedRevision } from './etag';

declare module 'fastify' {
  interface FastifyRequest {
    /** Set by `authenticateFirst`; null on public routes. */
    actor: Actor | null;
  }
}

/** One authenticated request: who asks, and what its headers prefer. */
export interface Call {
  readonly asker: Asker;
  /** `Prefer: return=representation` */
  readonly wantsRepresentation: boolean;
}

const printable = /^[\x20-\x7e]{1,200}$/;

/** @throws {DomainError} invalid */
export function callOf(request: FastifyRequest): Call {
  const key = idempotencyKey(header(request, 'idempotency-key'));
  const revision = expectedRevision(header(request, 'if-match'));
  return {
    asker: {
      ...{ actor: actorOf(request), correlationId: request.id },
      ...(key !== undefined && { idempotencyKey: key }),
      ...(revision !== undefined && { expectedRevision: revision }),
    },
    wantsRepresentation: /(^|[\s,;])return=representation\b/i.test(header(request, 'prefer') ?? ''),
  };
}

const requestIn = (context: ExecutionContext): FastifyRequest => context.switchToHttp().getRequest<FastifyRequest>();

export const CallOf = createParamDecorator((_: unknown, context: ExecutionContext) => callOf(requestIn(context)));

export const CurrentActor = createParamDecorator((_: unknown, context: ExecutionContext) => actorOf(requestIn(context)));

/** The described fields of a query, a body or a path, checked; DomainError `invalid` where they are wrong. */
export const QueryOf = createParamDecorator((fields: Fields, context: ExecutionContext) =>
  checkedQuery(fields, requestIn(context).query as object),
);
export const BodyOf = createParamDecorator((fields: Fields, context: ExecutionContext) =>
  checkedFields(fields, requestIn(context).body),
);
export const PathOf = createParamDecorator((fields: Fields, context: ExecutionContext) => {
  const sent = requestIn(context).params as Readonly<Record<string, unknown>>;
  return checkedFields(fields, Object.fromEntries(Object.keys(fields).map((name) => [name, sent[name]])));
});

function actorOf({ actor, url }: FastifyRequest): Actor {
  if (actor === null) throw new Error(`${url} is public and asks for an actor`);
  return actor;
}

function header(request: FastifyRequest, name: string): string | undefined {
  const value = request.headers[name];
  return Array.isArray(value) ? value.join(', ') : value;
}

function idempotencyKey(key: string | undefined): string | undefined {
  if (key === undefined || printable.test(key)) return key;
  return refuseFields([{ field: 'Idempotency-Key', message: 'must be 1 to 200 printable ASCII characters' }]);
}
