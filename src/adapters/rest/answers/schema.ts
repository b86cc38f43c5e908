declare const described: unique symbol;

export interface AnySchema {
  readonly [keyword: string]: unknown;
}

/**
 * JSON Schema (2020-12, used by OpenAPI 3.1) for exactly the values of `T`. tsc reports differences between a read model's type and its schema.
 * A schema with a title becomes a named component (documentation-answers.ts).
 */
export interface Schema<T> extends AnySchema {
  readonly [described]?: (value: T) => T;
}

/** An optional field, as opposed to one that is null. */
export interface Optional<T> {
  readonly optional: Schema<T>;
}

/** Fields that are not named here are not sent (`projectOf`). */
type Fields<T> = {
  readonly [Key in keyof T]?: object extends Pick<T, Key> ? Optional<Exclude<T[Key], undefined>> : Schema<T[Key]>;
};

export const text: Schema<string> = { type: 'string' };
export const id: Schema<string> = { type: 'string', format: 'uuid' };
export const instant: Schema<string> = { type: 'string', format: 'date-time', example: '2026-11-23T18:11:54.000Z' };
/** SHA-256, hex. */
export const hash: Schema<string> = { type: 'string', pattern: '^[0-9a-f]{64}$', example: 'a3'.repeat(32) };
export const yesNo: Schema<boolean> = { type: 'boolean' };
export const number: Schema<number> = { type: 'number' };
export const count: Schema<number> = { type: 'integer', minimum: 0 };
export const percent: Schema<number> = { type: 'integer', minimum: 0, maximum: 100 };

/** An empty response body. */
export const nothing: Schema<void> = {};

/** For values typed as plain `string`, written as `oneOf<string>`. */
export function oneOf<T extends string>(...values: readonly NoInfer<T>[]): Schema<T> {
  return { type: 'string', enum: values };
}

/** Adds a description. Composite values need no example, because documentation/examples.ts composes one. */
export function about<T>(description: string, schema: Schema<T>, example?: NoInfer<T>): Schema<T> {
  return { ...schema, description, ...(example !== undefined && { example }) };
}

export function listOf<T>(items: Schema<T>): Schema<readonly T[]> {
  return { type: 'array', items };
}

/** An object whose keys are data. */
export function mapOf<T>(values: Schema<T>): Schema<{ readonly [key: string]: T }> {
  return { type: 'object', additionalProperties: values };
}

export function either<A, B>(one: Schema<A>, other: Schema<B>): Schema<A | B> {
  return { anyOf: [one, other] };
}

export function orNull<T>(schema: Schema<T>): Schema<T | null> {
  if (typeof schema['type'] !== 'string' || 'title' in schema) return { anyOf: [schema, { type: 'null' }] };
  const { type, enum: values, ...rest }: AnySchema = schema;
  return { ...rest, type: [type, 'null'], ...(Array.isArray(values) && { enum: [...(values as readonly unknown[]), null] }) };
}

export function optional<T>(schema: Schema<T>): Optional<T> {
  return { optional: schema };
}

/** Always pass `<T>`: tsc checks the fields against it. */
export function object<T extends object>(title: string, fields: Fields<NoInfer<T>>): Schema<T> {
  const entries = Object.entries(fields as Readonly<Record<string, AnySchema | { readonly optional: AnySchema }>>);
  return {
    ...{ title, type: 'object' },
    required: entries.filter(([, field]) => !('optional' in field)).map(([name]) => name),
    properties: Object.fromEntries(entries.map(([name, field]) => [name, 'optional' in field ? field.optional : field])),
  };
}
