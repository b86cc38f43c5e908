import type { AnySchema } from './schema';

export type Project = (value: unknown) => unknown;

const known = new WeakMap<AnySchema, Project>();

/**
 * Copies only the fields that a schema names, so a new field of a document stays private until its response names it. Open parts
 * (`additionalProperties`) are copied unchanged.
 */
export function projectOf(schema: AnySchema): Project {
  const found = known.get(schema);
  if (found !== undefined) return found;
  const made = make(schema);
  known.set(schema, made);
  return made;
}

function make({ properties, items, anyOf, additionalProperties }: AnySchema): Project {
  if (anyOf !== undefined)
    return either((anyOf as readonly AnySchema[]).map((each) => ({ schema: each, project: projectOf(each) })));
  if (items !== undefined) return eachOf(projectOf(items as AnySchema));
  if (properties === undefined || additionalProperties === true) return (value) => value;
  const fields = Object.entries(properties as Readonly<Record<string, AnySchema>>).map(
    ([name, each]) => [name, projectOf(each)] as const,
  );
  return (value) => {
    if (typeof value !== 'object' || value === null) return value;
    const shown: Record<string, unknown> = {};
    for (const [name, project] of fields) {
      const field = (value as Record<string, unknown>)[name];
      if (field !== undefined) shown[name] = project(field);
    }
    return shown;
  };
}

function eachOf(project: Project): Project {
  return (value) => (Array.isArray(value) ? value.map(project) : value);
}

interface Choice {
  readonly schema: AnySchema;
  readonly project: Project;
}

/** The first alternative whose required fields are all present. */
function either(choices: readonly Choice[]): Project {
  return (value) => choices.find(({ schema }) => fits(schema, value))?.project(value) ?? null;
}

function fits({ type, required = [], anyOf }: AnySchema, value: unknown): boolean {
  if (anyOf !== undefined) return (anyOf as readonly AnySchema[]).some((each) => fits(each, value));
  if (type === 'null') return value === null;
  if (type === 'array') return Array.isArray(value);
  if (type !== 'object') return typeof value !== 'object';
  return typeof value === 'object' && value !== null && (required as readonly string[]).every((name) => name in value);
}
