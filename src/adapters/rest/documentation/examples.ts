import type { AnySchema } from '../answers/schema';

type Schemas = Readonly<Record<string, AnySchema>>;

/**
 * The value that a schema gives as its example: its own, else one composed of the examples of its parts, so that each value stands in one
 * place. Undefined where a part has none.
 */
export function exampleOf(schema: AnySchema): unknown {
  if (schema['example'] !== undefined) return schema['example'];
  if (schema['anyOf'] !== undefined) return exampleOf((schema['anyOf'] as readonly AnySchema[])[0] ?? {});
  if (schema['items'] !== undefined) return [exampleOf(schema['items'] as AnySchema)];
  return schema['properties'] === undefined ? plain(schema) : objectOf(Object.keys(schema['properties'] as Schemas), schema);
}

/**
 * The smallest body of the right form: trying a command starts from what it needs and not from everything that it could take. Where nothing is
 * required it has the first field, because most such commands refuse to change nothing.
 */
export function smallestBody(schema: AnySchema): unknown {
  if (schema['example'] !== undefined || schema['properties'] === undefined) return exampleOf(schema);
  const required = (schema['required'] ?? []) as readonly string[];
  const [first] = Object.keys(schema['properties'] as Schemas).filter((name) => name !== 'occurredAt' && name !== 'files');
  return objectOf(required.length === 0 && first !== undefined ? [first] : required, schema);
}

function objectOf(names: readonly string[], { properties }: AnySchema): object {
  return Object.fromEntries(names.map((name) => [name, exampleOf((properties as Schemas)[name] ?? {})]));
}

function plain({ enum: values, type, const: only }: AnySchema): unknown {
  if (Array.isArray(values)) return values[0] as unknown;
  return type === 'null' ? null : only;
}
