import type { AnySchema } from '../answers/schema';

const anyId = '01a209e6-f5b5-7356-935b-c906aac904c6';

/** The smallest body of the right form: trying a command starts from what it needs and not from everything it could take. */
export function smallestBody(schema: AnySchema): unknown {
  if (schema['example'] !== undefined) return schema['example'];
  if (schema['items'] !== undefined) return [smallestBody(schema['items'] as AnySchema)];
  return schema['properties'] === undefined ? plain(schema) : object(schema);
}

/** Where nothing is required, the first field: most such commands refuse to change nothing. */
function object({ properties, required = [] }: AnySchema): object {
  const fields = properties as Readonly<Record<string, AnySchema>>;
  const names = required as readonly string[];
  const [first] = Object.keys(fields).filter((name) => name !== 'occurredAt' && name !== 'files');
  const said = names.length === 0 && first !== undefined ? [first] : names;
  return Object.fromEntries(said.map((name) => [name, smallestBody(fields[name] ?? {})]));
}

function plain({ enum: values, format, type, minimum = 1 }: AnySchema): unknown {
  if (Array.isArray(values)) return values[0] as unknown;
  if (format === 'uuid') return anyId;
  if (type === 'integer') return minimum;
  return type === 'boolean' ? true : '…';
}
