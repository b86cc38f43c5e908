import type { Api } from './api';

interface Schema {
  readonly $ref?: string;
  readonly type?: string;
  readonly format?: string;
  readonly enum?: readonly string[];
  readonly minimum?: number;
  readonly items?: Schema;
  readonly properties?: Readonly<Record<string, Schema>>;
  readonly required?: readonly string[];
  readonly allOf?: readonly Schema[];
}

interface Operation {
  readonly operationId: string;
  readonly parameters?: readonly { readonly in: string; readonly name: string; readonly schema?: Schema }[];
  readonly requestBody?: { readonly content: Readonly<Record<string, { readonly schema: Schema; readonly example?: object }>> };
}

interface Description {
  readonly paths: Readonly<Record<string, Readonly<Record<string, Operation>>>>;
  readonly components: { readonly schemas: Readonly<Record<string, Schema>> };
}

export interface DescribedGet {
  readonly path: string;
  readonly query: readonly { readonly name: string; readonly schema: Schema }[];
}

/** Every route in the API's own description, so that tests cannot miss a new one. */
export async function documentedRoutes(api: Api) {
  const description = JSON.parse((await api.as('Administrator').get('/openapi.json')).text) as Description;
  const of = (method: string) =>
    Object.entries(description.paths).flatMap(([path, operations]) => {
      const operation = operations[method];
      return operation === undefined ? [] : [{ path, operation }];
    });
  return {
    gets: of('get').map(({ path, operation }): DescribedGet => ({ path, query: queryOf(operation) })),
    /** Shorter paths first, so that things are created before they are used. */
    examples: of('post')
      .flatMap(({ path, operation: { operationId, requestBody } }) => {
        const example = requestBody?.content['application/json']?.example;
        return example === undefined ? [] : [{ path, operationId, example }];
      })
      .sort((a, b) => a.path.length - b.path.length),
    /** With the smallest valid body, in which every id is `id`. */
    posts: (id: string) =>
      of('post').map(({ path, operation }) => ({ path, body: sample(bodyOf(operation), description, id) as object })),
  };
}

function queryOf({ parameters = [] }: Operation) {
  return parameters.filter((each) => each.in === 'query').map(({ name, schema = {} }) => ({ name, schema }));
}

function bodyOf({ requestBody }: Operation): Schema {
  return requestBody?.content['application/json']?.schema ?? {};
}

const samples: Readonly<Record<string, (schema: Schema) => unknown>> = {
  integer: ({ minimum = 1 }) => minimum,
  boolean: () => true,
  string: () => 'x',
};

/** The smallest value that is valid for a schema. */
function sample(schema: Schema, description: Description, id: string): unknown {
  const named = schema.$ref ?? schema.allOf?.[0]?.$ref;
  if (named !== undefined)
    return sample(description.components.schemas[named.split('/').pop() as string] as Schema, description, id);
  if (schema.items !== undefined) return [sample(schema.items, description, id)];
  return schema.properties === undefined ? plainSample(schema, id) : objectSample(schema, description, id);
}

function plainSample(schema: Schema, id: string): unknown {
  const byFormat: Readonly<Record<string, string>> = { uuid: id, email: 'a@example.org' };
  return schema.enum?.[0] ?? byFormat[schema.format ?? ''] ?? samples[schema.type ?? 'object']?.(schema) ?? {};
}

function objectSample({ properties = {}, required = [] }: Schema, description: Description, id: string): object {
  return Object.fromEntries(required.map((name) => [name, sample(properties[name] as Schema, description, id)]));
}
