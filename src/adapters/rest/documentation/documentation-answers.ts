import type { OpenAPIObject } from '@nestjs/swagger';
import { problem } from '../answers/problem';
import { problemCatalogue } from '../../web/problems/problem-catalogue';

export type Operation = NonNullable<OpenAPIObject['paths'][string]['get']>;

const methods = ['get', 'post', 'put', 'patch', 'delete'] as const;

export function operationsOf({ paths }: OpenAPIObject): readonly Operation[] {
  return Object.values(paths)
    .flatMap((path) => methods.map((method) => path[method]))
    .filter((operation) => operation !== undefined);
}

/** How each operation may be refused stands beside what it answers; what has a title is described once, under that name. */
export function withAnswers(document: OpenAPIObject): OpenAPIObject {
  const responses = problemResponses();
  for (const operation of operationsOf(document)) {
    const refused = ['default', ...refusalsOf(operation).map(String)].filter((status) => !(status in operation.responses));
    for (const status of refused) operation.responses[status] = { $ref: `#/components/responses/${nameOf(status)}` };
  }
  const schemas: Record<string, object> = {};
  const paths = named(document.paths, schemas) as OpenAPIObject['paths'];
  const components = {
    ...document.components,
    responses: named(responses, schemas) as NonNullable<NonNullable<OpenAPIObject['components']>['responses']>,
  };
  return { ...document, paths, components: { ...components, schemas: { ...components.schemas, ...schemas } } };
}

interface Parameter {
  readonly in: string;
  readonly name: string;
  readonly required?: boolean;
}

/** What an operation can be refused with follows from what it takes; `default` is for what follows from the connection. */
function refusalsOf({ security, requestBody, parameters = [] }: Operation): readonly number[] {
  if (security?.length === 0) return [500];
  const taken = parameters as readonly Parameter[];
  const match = taken.find(({ name }) => name === 'If-Match');
  const groups: readonly (readonly [holds: boolean, statuses: readonly number[]])[] = [
    [true, [401, 403, 500, 503]],
    [requestBody !== undefined || taken.length > 0, [400]],
    [match !== undefined || taken.some((each) => each.in === 'path'), [404]],
    [requestBody !== undefined, [413, 415]],
    [match !== undefined, [409, 412, 422]],
    [match?.required === true, [428]],
  ];
  return groups.flatMap(([holds, statuses]) => (holds ? statuses : []));
}

const nameOf = (status: string): string => (status === 'default' ? 'Problem' : `Problem${status}`);

function problemResponses() {
  const kinds = Object.entries(problemCatalogue);
  const content = { 'application/problem+json': { schema: problem } };
  const headers = (status: number) => ({
    ...(status === 401 && { 'WWW-Authenticate': { description: 'How to send a token.', schema: { type: 'string' } } }),
    ...(status === 503 && { 'Retry-After': { description: 'Seconds to wait.', schema: { type: 'integer' } } }),
  });
  const statuses = [...new Set(kinds.map(([, { status }]) => status))];
  const responses = statuses.map((status) => {
    const meanings = kinds.filter(([, kind]) => kind.status === status).map(([code, { title }]) => `\`${code}\`: ${title}.`);
    return [nameOf(String(status)), { description: meanings.join(' '), headers: headers(status), content }] as const;
  });
  return { Problem: { description: 'Refused; the problem says why.', content }, ...Object.fromEntries(responses) };
}

/** The same with every titled schema replaced by its name, and those noted under it. */
function named(node: unknown, schemas: Record<string, object>): unknown {
  if (Array.isArray(node)) return node.map((each) => named(each, schemas));
  if (typeof node !== 'object' || node === null) return node;
  const copy = Object.fromEntries(Object.entries(node).map(([key, value]) => [key, named(value, schemas)]));
  if (typeof copy['title'] !== 'string' || copy['type'] !== 'object') return copy;
  const { title, ...schema } = copy;
  schemas[title] = schema;
  return { $ref: `#/components/schemas/${title}` };
}
