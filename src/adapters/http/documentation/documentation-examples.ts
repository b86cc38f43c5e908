import type { OpenAPIObject } from '@nestjs/swagger';

interface Schema {
  readonly $ref?: string;
  readonly allOf?: readonly Schema[];
  readonly type?: string | readonly string[];
  readonly format?: string;
  readonly example?: unknown;
  readonly enum?: readonly unknown[];
  readonly minimum?: number;
  readonly items?: Schema;
  readonly properties?: Readonly<Record<string, Schema>>;
  readonly required?: readonly string[];
}

type Schemas = Readonly<Record<string, Schema>>;

const anyId = '01a209e6-f5b5-7356-935b-c906aac904c6';

/** The smallest body that has the right form, so that trying a command starts from what it needs and not from everything it could take. */
export function smallestBody(schema: unknown, { components }: OpenAPIObject): unknown {
  return smallest(schema as Schema, components?.schemas as Schemas);
}

function smallest(schema: Schema, schemas: Schemas): unknown {
  const named = schema.$ref ?? schema.allOf?.[0]?.$ref;
  if (named !== undefined) return smallest(schemas[named.split('/').at(-1) as string] as Schema, schemas);
  if (schema.example !== undefined) return schema.example;
  if (schema.items !== undefined) return [smallest(schema.items, schemas)];
  return schema.properties === undefined ? plain(schema) : object(schema, schemas);
}

/** Where nothing must be said, the first thing that may be: most such commands refuse to change nothing. */
function object({ properties = {}, required = [] }: Schema, schemas: Schemas): object {
  const [first] = Object.keys(properties).filter((name) => name !== 'occurredAt');
  const said = required.length === 0 && first !== undefined ? [first] : required;
  return Object.fromEntries(said.map((name) => [name, smallest(properties[name] as Schema, schemas)]));
}

function plain({ enum: words, format, type, minimum = 1 }: Schema): unknown {
  if (words !== undefined) return words[0];
  if (format === 'uuid') return anyId;
  if (type === 'integer') return minimum;
  return type === 'boolean' ? true : '…';
}
