import { Ajv2020, type ValidateFunction } from 'ajv/dist/2020';
import addFormats from 'ajv-formats';
import type { AnySchema } from '../../src/adapters/rest/answers/schema';
import { exampleOf } from '../../src/adapters/rest/documentation/examples';

interface Content {
  readonly schema: AnySchema;
  readonly example?: unknown;
  readonly examples?: Readonly<Record<string, { readonly $ref: string }>>;
}

interface Body {
  readonly description?: string;
  readonly content?: Readonly<Record<string, Content>>;
  readonly headers?: Readonly<Record<string, { readonly description?: string; readonly example?: unknown }>>;
}

export interface Operation {
  readonly operationId: string;
  readonly summary?: string;
  readonly description?: string;
  readonly tags: readonly string[];
  readonly parameters: readonly { readonly name: string; readonly description?: string; readonly schema: AnySchema }[];
  readonly requestBody?: Body;
  readonly responses: Readonly<Record<string, Body & { readonly $ref?: string }>>;
}

export interface Document {
  readonly tags: readonly { readonly name: string; readonly description: string }[];
  readonly paths: Readonly<Record<string, Readonly<Record<string, Operation>>>>;
  readonly components: {
    readonly schemas: Readonly<Record<string, AnySchema>>;
    readonly responses: Readonly<Record<string, Body>>;
    readonly examples: Readonly<Record<string, { readonly value: unknown }>>;
  };
}

export const operationsIn = ({ paths }: Document): readonly Operation[] =>
  Object.values(paths).flatMap((methods) => Object.values(methods));

type Child = readonly [name: string, schema: AnySchema];

/** The named parts of a schema. */
function fieldsIn({ properties = {} }: AnySchema): readonly Child[] {
  return Object.entries(properties as Readonly<Record<string, AnySchema>>);
}

function partsIn({ items, anyOf = [] }: AnySchema): readonly AnySchema[] {
  return [...(items === undefined ? [] : [items as AnySchema]), ...(anyOf as readonly AnySchema[])];
}

/** The fields without a description. */
export function undescribed(path: string, schema: AnySchema): readonly string[] {
  const own = fieldsIn(schema).flatMap(([name, field]) => [
    ...(typeof field['description'] === 'string' && field['description'] !== '' ? [] : [`${path}.${name}`]),
    ...undescribed(`${path}.${name}`, field),
  ]);
  return [...own, ...partsIn(schema).flatMap((part) => undescribed(path, part))];
}

/** The fields that no example would show. */
export function withoutExample(path: string, schema: AnySchema): readonly string[] {
  if (schema['example'] !== undefined || schema['$ref'] !== undefined) return [];
  const [fields, parts] = [fieldsIn(schema), partsIn(schema)];
  if (fields.length === 0 && parts.length === 0) return exampleOf(schema) === undefined ? [path] : [];
  return [
    ...fields.flatMap(([name, field]) => withoutExample(`${path}.${name}`, field)),
    ...parts.flatMap((part) => withoutExample(path, part)),
  ];
}

/** Checks examples against their schemas. */
export class Examples {
  private readonly checks = new Map<string, ValidateFunction>();
  private readonly ajv = new Ajv2020({ allErrors: true, allowUnionTypes: true, validateSchema: false });

  constructor(private readonly document: Document) {
    addFormats(this.ajv);
    this.ajv.addVocabulary(['example', 'components']);
    this.ajv.addSchema({ $id: 'api', components: document.components });
  }

  faultsOf(place: string, schema: AnySchema, example: unknown): readonly string[] {
    if (example === undefined) return [`${place} has no example`];
    const check = this.checkOf(JSON.stringify(schema).replaceAll('"#/', '"api#/'));
    if (check(example)) return [];
    return (check.errors ?? []).map(({ instancePath, message }) => `${place}${instancePath} ${String(message)}`);
  }

  private checkOf(schema: string): ValidateFunction {
    const check = this.checks.get(schema) ?? this.ajv.compile(JSON.parse(schema) as AnySchema);
    this.checks.set(schema, check);
    return check;
  }

  /** Checks the examples inside a schema. */
  faultsIn(place: string, schema: AnySchema): readonly string[] {
    const own = schema['example'] === undefined ? [] : this.faultsOf(place, schema, schema['example']);
    const fields = fieldsIn(schema).flatMap(([name, field]) => this.faultsIn(`${place}.${name}`, field));
    return [...own, ...fields, ...partsIn(schema).flatMap((part) => this.faultsIn(place, part))];
  }

  /** What a body lacks: a description, or a valid example of each media type. */
  faultsOfBody(place: string, { description, content = {}, headers = {} }: Body): readonly string[] {
    const contents = Object.entries(content).flatMap(([type, { schema, example, examples }]) => {
      if (schema['format'] === 'binary' || type === 'multipart/form-data') return [];
      const given = examples === undefined ? [example] : Object.values(examples).map(({ $ref }) => this.valueAt($ref));
      return given.flatMap((each) => this.faultsOf(`${place} ${type}`, schema, each));
    });
    const silent = Object.entries(headers).filter(([, header]) => !header.description || header.example === undefined);
    return [
      ...(description ? [] : [`${place} has no description`]),
      ...silent.map(([name]) => `${place} does not describe ${name}`),
      ...contents,
    ];
  }

  private valueAt(ref: string): unknown {
    return this.document.components.examples[ref.split('/').at(-1) ?? '']?.value;
  }
}
