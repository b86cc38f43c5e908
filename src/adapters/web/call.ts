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
    /** Public name of the command in the path. Null until the path is parsed. */
    command: string | null;
    /** The ticket that the answer is about, where the path names none: for the access log. */
    readTicket?: string;
  }
}

/** An authenticated request: its asker and the preferences in its headers. */
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

/** Validates described fields of a query, body or path. @throws {DomainError} invalid */
export const QueryOf = taking('query', (fields, request) => checkedQuery(fields, request.query as object));
export const BodyOf = taking('body', (fields, request) => checkedFields(fields, request.body));
export const PathOf = taking('path', (fields, request) => {
  const sent = request.params as Readonly<Record<string, unknown>>;
  return checkedFields(fields, Object.fromEntries(Object.keys(fields).map((name) => [name, sent[name]])));
});

/** The fields of a route, by their place in the request. */
export interface Taken {
  readonly path?: Fields;
  readonly query?: Fields;
  readonly body?: Fields;
}

const takenKey = 'fields that the route takes';

export function takenBy(controller: object, method: string): Taken {
  return (Reflect.getMetadata(takenKey, controller, method) as Taken | undefined) ?? {};
}

/** Records the fields for the description of the API, so that it matches the validation. */
function taking(place: keyof Taken, check: (fields: Fields, request: FastifyRequest) => object) {
  const checked = createParamDecorator((fields: Fields, context: ExecutionContext) => check(fields, requestIn(context)));
  return (fields: Fields): ParameterDecorator =>
    (controller, method, index) => {
      const taken = takenBy(controller, method as string);
      Reflect.defineMetadata(takenKey, { ...taken, [place]: fields }, controller, method as string);
      checked(fields)(controller, method, index);
    };
}

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
