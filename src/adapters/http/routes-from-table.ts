import { applyDecorators, HttpCode, Post, type Type } from '@nestjs/common';
import { ApiBody, ApiHeader, ApiOperation } from '@nestjs/swagger';

/** Headers that every command takes. */
export const CommandHeaders = ({ needsRevision = false } = {}) =>
  applyDecorators(
    ApiHeader({
      name: 'Idempotency-Key',
      required: false,
      description: '1 to 200 printable characters; repeats the first outcome.',
    }),
    ApiHeader({
      ...{ name: 'If-Match', required: needsRevision },
      description: 'ETag of what you read; 412 if it has changed since.',
    }),
  );

/** Headers of what is done to a ticket. */
export const TicketCommandHeaders = (needs: { readonly needsRevision?: boolean } = {}) =>
  applyDecorators(
    CommandHeaders(needs),
    ApiHeader({ name: 'Prefer', required: false, description: '`return=representation` answers the ticket itself.' }),
  );

export interface TableRoute {
  readonly path: string;
  readonly summary: string;
  /** In kebab case; names the operation and the method. */
  readonly operation: string;
  /** Default: 200. */
  readonly status?: number;
  readonly body: Type;
  /** What stands in its headers, and what it answers. */
  readonly described: readonly MethodDecorator[];
  /** Types of the handler's parameters, and what fills each: what decorators would note on a method written by hand. */
  readonly parameters: readonly (readonly [type: Type, decorator: ParameterDecorator])[];
  readonly handler: (...parameters: never[]) => Promise<unknown>;
}

/** Adds a POST route to a controller, with the same metadata as a written method, so that validation and OpenAPI are exact. */
export function addRoute(controller: Type, route: TableRoute): void {
  const prototype = controller.prototype as object;
  const operation = camelCase(route.operation);
  const { status = 200 } = route;
  // Both Nest and the description of the API find what belongs to a method by the name of its function.
  Object.defineProperty(route.handler, 'name', { value: operation });
  const descriptor = { value: route.handler, writable: true, enumerable: false, configurable: true };
  Object.defineProperty(prototype, operation, descriptor);
  Reflect.defineMetadata(
    'design:paramtypes',
    route.parameters.map(([type]) => type),
    prototype,
    operation,
  );
  route.parameters.forEach(([, decorate], at) => decorate(prototype, operation, at));
  applyDecorators(
    Post(route.path),
    HttpCode(status),
    ApiOperation({ summary: route.summary, operationId: operation }),
    ApiBody({ type: route.body }),
    ...route.described,
  )(prototype, operation, descriptor);
}

function camelCase(kebab: string): string {
  return kebab.replace(/-(\w)/g, (_, letter: string) => letter.toUpperCase());
}
