import type { AnySchema } from '../answers/schema';

type Schemas = Readonly<Record<string, AnySchema>>;

/** The schema's own example, or one composed from the examples of its parts. Undefined when a part has none. */
export function exampleOf(schema: AnySchema): unknown {
  if (schema['example'] !== undefined) return schema['example'];
  if (schema['anyOf'] !== undefined) return exampleOf((schema['anyOf'] as readonly AnySchema[])[0] ?? {});
  if (schema['items'] !== undefined) return [exampleOf(schema['items'] as AnySchema)];
  return schema['properties'] === undefined ? plain(schema) : objectOf(Object.keys(schema['properties'] as Schemas), schema);
}

/** The smallest valid body: only required fields, or the first field if none is required, because most such commands refuse an empty change. */
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
