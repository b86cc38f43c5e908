import fc from 'fast-check';
import { isFromOutside, isRequired, type Field, type Fields, type Form } from '../../src/domain/kernel/fields';
import { id } from './world';

type Any = fc.Arbitrary<unknown>;

/** Valid values for these fields, from their descriptions. Optional ones are sometimes missing. */
export function valuesOf(fields: Fields): Readonly<Record<string, Any>> {
  const outside = Object.entries(fields).filter(([, field]) => isFromOutside(field));
  return Object.fromEntries(outside.map(([name, field]) => [name, valueOf(field)]));
}

function valueOf(field: Field): Any {
  const value = field.nullable === true ? fc.option(ofForm(field.form)) : ofForm(field.form);
  return isRequired(field) ? value : fc.option(value, { nil: undefined });
}

const forms: { readonly [Kind in Form['kind']]: (form: Extract<Form, { readonly kind: Kind }>) => Any } = {
  text: () => fc.constantFrom('Because.', 'For another reason.'),
  email: () => fc.constantFrom('a@example.org', 'b@example.org'),
  choice: ({ values }) => fc.constantFrom(...values),
  id: () => fc.constantFrom(id(61), id(62)),
  whole: ({ min, max }) => fc.oneof(fc.constantFrom(min, max), fc.integer({ min, max })),
  boolean: () => fc.boolean(),
  instant: () => fc.constantFrom('2026-11-01T06:00:00.000Z', '2030-01-01T00:00:00.000Z'),
  list: ({ each, min }) => fc.uniqueArray(ofForm(each), { minLength: min, maxLength: min + 1 }),
  object: ({ fields }) => fc.record(valuesOf(fields)),
  either: ({ fields }) => fc.oneof(...Object.entries(valuesOf(fields)).map(([name, value]) => fc.record({ [name]: value }))),
  files: ({ min }) => fc.constant(Array.from({ length: min }, (_, at) => id(70 + at))),
  opaque: () => fc.constant(undefined),
};

const ofForm = (form: Form): Any => (forms[form.kind] as (form: Form) => Any)(form);
