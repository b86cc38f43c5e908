import type { Type } from '@nestjs/common';
import type { AnySchema } from '../answers/schema';
import { commandOperations, type Described, type DescribedResource } from './command-operations';
import { exampleOf } from './examples';
import { addressHere, guide } from './guide';
import type { OpenApi, Operation, Route } from './openapi';
import { problemExamples, responsesOf } from './refusals';
import { routeOperations } from './route-operations';
import { sectionOf, sections } from './sections';

interface Parts {
  readonly controllers: readonly Type[];
  readonly resources: readonly DescribedResource[];
}

/** Builds the OpenAPI 3.1 document: commands from their descriptions, other routes from their decorators. */
export function describeApi({ controllers, resources }: Parts): OpenApi {
  const described = [...resources.flatMap(commandOperations), ...controllers.flatMap(routeOperations)];
  const responses: Record<string, object> = {};
  const components = { schemas: {} as Record<string, object>, examples: problemExamples() };
  const routes = inOrder(described.map((route) => ({ ...route, operation: answered(route, responses) })));
  const paths: Record<string, Record<string, Operation>> = {};
  for (const { path, method, operation } of routes) (paths[path] ??= {})[method] = named(operation, components) as Operation;
  return {
    openapi: '3.1.0',
    info: {
      ...{ title: 'Docket', version: '1', description: guide },
      license: { name: 'Apache-2.0', url: 'https://www.apache.org/licenses/LICENSE-2.0' },
    },
    servers: [{ url: addressHere }],
    security: [{ token: [] }],
    ...sectionsOf(routes),
    paths,
    components: {
      securitySchemes: { token: { type: 'http', scheme: 'bearer', description: 'A token of Docket, `dkt_…`.' } },
      ...{ responses: named(responses, components) as Record<string, object>, ...components },
    },
  };
}

function answered({ operation, tag, refuses }: Described, components: Record<string, object>): Operation {
  const refusals = responsesOf(refuses, components);
  return {
    ...operation,
    tags: [tag ?? sectionOf(operation.operationId).name],
    responses: { ...refusals, ...operation.responses },
  };
}

/** Sorts routes by section, then reads before commands. */
function inOrder(routes: readonly Route[]): readonly Route[] {
  const names = sections.map(({ name }) => name);
  const rank = ({ operation }: Route): number => {
    const at = names.indexOf(operation.tags[0] ?? '');
    return at === -1 ? names.length : at;
  };
  const depth = ({ path, method }: Route): number => (method === 'get' ? 0 : 10) + path.split('/').length;
  return [...routes].sort((a, b) => rank(a) - rank(b) || depth(a) - depth(b));
}

function sectionsOf(routes: readonly Route[]): Pick<OpenApi, 'tags' | 'x-tagGroups'> {
  const own = routes.map(({ operation }) => sectionOf(operation.operationId));
  const all = [...sections, ...own.filter((section) => !sections.includes(section))];
  const used = new Set(routes.flatMap(({ operation }) => operation.tags));
  const listed = [...new Map(all.map((section) => [section.name, section])).values()].filter(({ name }) => used.has(name));
  const groups = [...new Set(listed.map(({ group }) => group))];
  return {
    tags: listed.map(({ name, about: description }) => ({ name, description })),
    'x-tagGroups': groups.map((group) => ({
      name: group,
      tags: listed.filter((section) => section.group === group).map(({ name }) => name),
    })),
  };
}

interface Named {
  readonly schemas: Record<string, object>;
  readonly examples: Record<string, object>;
}

/** Replaces titled schemas by references, and adds examples to content. */
function named(node: unknown, components: Named): unknown {
  if (Array.isArray(node)) return node.map((each) => named(each, components));
  if (typeof node !== 'object' || node === null) return node;
  const copy = Object.fromEntries(Object.entries(node).map(([key, value]) => [key, named(value, components)]));
  if (typeof copy['title'] === 'string' && copy['type'] === 'object') {
    const { title, description, ...schema } = copy;
    components.schemas[title] = schema;
    return { $ref: `#/components/schemas/${title}`, ...(description !== undefined && { description }) };
  }
  return isBare(node) ? { ...copy, ...examplesOf(node.schema, components) } : copy;
}

/** Whether the content has a schema and no example yet. */
function isBare(node: object): node is { readonly schema: AnySchema } {
  const [only, ...others] = Object.keys(node);
  return only === 'schema' && others.length === 0;
}

function examplesOf(schema: AnySchema, { examples }: Named): object {
  const choices = (schema['anyOf'] ?? [schema]) as readonly AnySchema[];
  const titles = choices.map((choice) => choice['title']).filter((title) => typeof title === 'string');
  if (titles.length < choices.length) return { example: exampleOf(schema) };
  for (const choice of choices) examples[String(choice['title'])] ??= { value: exampleOf(choice) };
  return { examples: Object.fromEntries(titles.map((title) => [title, { $ref: `#/components/examples/${title}` }])) };
}
