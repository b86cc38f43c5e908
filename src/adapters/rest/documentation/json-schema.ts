import { isFromOutside, isRequired, type Field, type Fields, type Form } from '../../../domain/kernel/fields';
import { maxEmail } from '../../../domain/kernel/form';
import { exampleId } from '../answers/cast';
import type { AnySchema } from '../answers/schema';

/** JSON Schema (2020-12) of a request with these fields. */
export function schemaOfFields(fields: Fields): AnySchema {
  const entries = Object.entries(fields).filter(([, field]) => isFromOutside(field));
  const required = entries.filter(([, field]) => isRequired(field)).map(([name]) => name);
  return {
    type: 'object',
    ...(required.length > 0 && { required }),
    properties: Object.fromEntries(entries.map(([name, field]) => [name, schemaOfField(field)])),
    additionalProperties: false,
  };
}

/** Defaults appear in descriptions only: code generators treat a field with `default` as required. */
export function schemaOfField({ form, about, example, nullable }: Field): AnySchema {
  const described = { ...schemaOf(form), description: about, ...(example !== undefined && { example }) };
  return nullable === true ? orNull(described) : described;
}

type Kind = Form['kind'];
type Of<K extends Kind> = Extract<Form, { readonly kind: K }>;

const schemas: { readonly [K in Kind]: (form: Of<K>) => AnySchema } = {
  text: ({ max, mayBeEmpty }) => ({ type: 'string', minLength: mayBeEmpty === 'always' ? 0 : 1, maxLength: max }),
  email: () => ({ type: 'string', format: 'email', maxLength: maxEmail }),
  choice: ({ values }) => ({ type: 'string', enum: [...values] }),
  id: ({ of, keys }) => {
    const id = { type: 'string', format: 'uuid', example: exampleId(of) };
    return keys === undefined ? id : { anyOf: [id, { type: 'string', enum: Object.keys(keys) }] };
  },
  whole: ({ min, max }) => ({ type: 'integer', minimum: min, maximum: max, example: Math.max(min, 1) }),
  boolean: () => ({ type: 'boolean', example: true }),
  instant: () => ({ type: 'string', format: 'date-time' }),
  list: ({ each, min, max }) => ({ type: 'array', items: schemaOf(each), minItems: min, maxItems: max, uniqueItems: true }),
  files: ({ min, max }) => ({
    type: 'array',
    items: { type: 'string', format: 'uuid', example: exampleId('file') },
    minItems: min,
    maxItems: max,
    uniqueItems: true,
  }),
  object: ({ fields }) => schemaOfFields(fields),
  either: ({ fields }) => ({
    type: 'object',
    minProperties: 1,
    maxProperties: 1,
    properties: schemaOfFields(fields)['properties'],
  }),
  opaque: () => ({}),
};

function schemaOf(form: Form): AnySchema {
  return (schemas[form.kind] as (form: Form) => AnySchema)(form);
}

function orNull({ type, enum: values, ...rest }: AnySchema): AnySchema {
  return { ...rest, type: [type, 'null'], ...(Array.isArray(values) && { enum: [...(values as readonly unknown[]), null] }) };
}
