import { RequestMethod, type Type } from '@nestjs/common';
import { METHOD_METADATA, PATH_METADATA } from '@nestjs/common/constants';
import { FASTIFY_ROUTE_CONFIG_METADATA } from '@nestjs/platform-fastify/constants';
import { isRequired, type Fields } from '../../../domain/kernel/fields';
import { takenBy, type Taken } from '../../web/call';
import { descriptionOf, headersOf, type Description } from '../answers/answers';
import type { AnySchema } from '../answers/schema';
import type { Described } from './command-operations';
import { smallestBody } from './examples';
import { schemaOfField, schemaOfFields } from './json-schema';
import type { Parameter } from './openapi';
import { refusalsOfShape } from './refusals';

/** Operations of a controller's routes that have a description. */
export function routeOperations(controller: Type): readonly Described[] {
  const prototype = controller.prototype as Readonly<Record<string, unknown>>;
  return Object.getOwnPropertyNames(prototype).flatMap((name) => {
    const handler = prototype[name];
    const description = typeof handler === 'function' ? descriptionOf(handler) : undefined;
    return description === undefined ? [] : [described(description, handler as object, { controller, name })];
  });
}

function described(
  description: Description<unknown>,
  handler: object,
  { controller, name }: { readonly controller: Type; readonly name: string },
): Described {
  const taken = takenBy(controller.prototype as object, name);
  const isPublic = isOpen(handler);
  const body = bodyOf(description, taken);
  const shape = {
    ...{ isPublic, isAddressed: taken.path !== undefined, takesValues: taken.query !== undefined },
    takesBody: body !== null,
  };
  return {
    path: `/${[pathOf(controller), pathOf(handler)].filter((part) => part !== '/').join('/')}`.replace(/:(\w+)/g, '{$1}'),
    method: RequestMethod[Reflect.getMetadata(METHOD_METADATA, handler) as RequestMethod].toLowerCase(),
    refuses: [...refusalsOfShape(shape), ...(description.refuses ?? [])],
    operation: {
      operationId: description.id,
      summary: description.does,
      description: description.more ?? `${description.does}.`,
      ...(isPublic && { security: [] }),
      parameters: [...parametersOf('path', taken.path ?? {}), ...parametersOf('query', taken.query ?? {})],
      ...(body !== null && { requestBody: body }),
      responses: goodAnswers(description),
    },
  };
}

function isOpen(handler: object): boolean {
  const config = Reflect.getMetadata(FASTIFY_ROUTE_CONFIG_METADATA, handler) as { readonly public?: boolean } | undefined;
  return config?.public === true;
}

const pathOf = (target: object): string => String(Reflect.getMetadata(PATH_METADATA, target));

function parametersOf(place: 'path' | 'query', fields: Fields): readonly Parameter[] {
  return Object.entries(fields).map(([name, field]) => {
    const { description, ...schema } = schemaOfField(field);
    const required = place === 'path' || isRequired(field);
    return { name, in: place, required, description: String(description), schema, ...(place === 'query' && { explode: false }) };
  });
}

function bodyOf({ id, form }: Description<unknown>, { body }: Taken): object | null {
  if (form !== undefined) {
    const content = { 'multipart/form-data': { schema: form, example: { file: ['plan.txt'] } } };
    return { description: 'The files, each as a part named `file`.', required: true, content };
  }
  if (body === undefined) return null;
  const schema: AnySchema = { title: `${titleOf(id)}Request`, ...schemaOfFields(body) };
  const content = { 'application/json': { schema, example: smallestBody(schema) } };
  return { description: 'The fields. Unknown fields are refused.', required: 'required' in schema, content };
}

/** `tokens_create` becomes `TokensCreate`. */
const titleOf = (id: string): string => id.replace(/(^|_)(\w)/g, (_, _start, letter: string) => letter.toUpperCase());

function goodAnswers({ answer, line, headers = [], mediaType = 'application/json', ...said }: Description<unknown>) {
  const { status = 200, means = 'Done.', also } = said;
  const content = Object.keys(answer).length === 0 ? {} : { content: { [mediaType]: { schema: line ?? answer } } };
  const response = (description: string) => ({ description, ...headersOf(headers), ...content });
  return { [status]: response(means), ...(also !== undefined && { [also.status]: response(also.means) }) };
}
