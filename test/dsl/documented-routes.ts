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
  readonly parameters?: readonly { readonly in: string; readonly name: string; readonly schema?: Schema }[];
  readonly requestBody?: { readonly content: Readonly<Record<string, { readonly schema: Schema }>> };
}

interface Description {
  readonly paths: Readonly<Record<string, Readonly<Record<string, Operation>>>>;
  readonly components: { readonly schemas: Readonly<Record<string, Schema>> };
}

/** Every route of the API's own description, so that a new one cannot be forgotten. */
export async function documentedRoutes(api: Api) {
  const description = JSON.parse((await api.as('Administrator').get('/openapi.json')).text) as Description;
  const of = (method: string) =>
    Object.entries(description.paths).flatMap(([path, operations]) => {
      const operation = operations[method];
      return operation === undefined ? [] : [{ path, operation }];
    });
  return {
    gets: of('get').map(({ path, operation }) => ({ path, query: queryOf(operation) })),
    /** With the smallest body that has the right form; every id in it is `id`. */
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

function sample(schema: Schema, description: Description, id: string): unknown {
  const { $ref, allOf: [first] = [], type = 'object', format = '', items = {}, properties = {}, required = [] } = schema;
  if ($ref !== undefined) return sample(description.components.schemas[$ref.split('/').at(-1) ?? ''] ?? {}, description, id);
  if (first !== undefined) return sample(first, description, id);
  if (type === 'array') return [sample(items, description, id)];
  const one = schema.enum?.[0] ?? { uuid: id, email: 'a@example.org' }[format] ?? samples[type]?.(schema);
  return one ?? Object.fromEntries(required.map((name) => [name, sample(properties[name] ?? {}, description, id)]));
}
