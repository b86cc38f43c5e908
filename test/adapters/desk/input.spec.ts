import fc from 'fast-check';
import { requestFields, fieldErrorsOf } from '../../../src/adapters/desk/input/checked-input';
import { contacts, organisations, roles, users } from '../../../src/adapters/desk/people/resources';
import { ticketVerbs } from '../../../src/adapters/desk/tickets/ticket-desk';
import { isWellFormed } from '../../../src/domain/kernel/check';
import type { CommandForm } from '../../../src/domain/kernel/commands';
import { isFromOutside, type Field, type Fields, type Form } from '../../../src/domain/kernel/fields';
import { id } from '../../dsl/world';

// Requests pass the check of the domain and are worded by class-validator: the two never differ.

const junk: fc.Arbitrary<unknown> = fc.oneof(
  fc.constantFrom(null, undefined, true, 0, 1, 1.5, -1, 1e21, NaN, '', ' ', '\n', 'x', 'staff', [], [null], {}, { a: 1 }),
  fc.constantFrom(
    '\ud800',
    'a\u0000',
    'tab\there',
    'two\nlines',
    '2026-11-23',
    'ada@example.org',
    'a@b',
    '@',
    id(1),
    id(1).toUpperCase(),
  ),
  fc.constantFrom(['x', 'x'], [id(1), id(1)], [{}, {}], 'x'.repeat(201), 'é'.repeat(100), '😀'.repeat(150), Object.create(null)),
  fc.string({ unit: 'grapheme', maxLength: 8 }),
);

type Kind = Form['kind'];
type Of<K extends Kind> = Extract<Form, { readonly kind: K }>;

const kinds: { readonly [K in Kind]: (form: Of<K>) => fc.Arbitrary<unknown> } = {
  text: ({ max, lines }) => fc.constantFrom('a', 'two words', 'x'.repeat(max), lines === 'many' ? 'a\nb' : 'ü'),
  email: () => fc.constantFrom('ada@example.org', 'vera@münchen.example'),
  choice: ({ values }) => fc.constantFrom(...values),
  id: ({ keys = {} }) => fc.constantFrom(id(1), id(2), 'toString', ...Object.keys(keys)),
  whole: ({ min, max }) => fc.integer({ min, max }),
  boolean: () => fc.boolean(),
  instant: () => fc.constant('2026-11-23T18:11:54.000Z'),
  list: ({ each, min, max }) => fc.array(mostly(each), { minLength: min, maxLength: Math.min(max, 3) }),
  files: () => fc.array(fc.constantFrom(id(1), id(2), 'x'), { maxLength: 2 }),
  object: ({ fields }) => inputOf(fields),
  either: ({ fields }) => inputOf(fields),
  opaque: () => junk,
};

const fitting = (form: Form): fc.Arbitrary<unknown> => (kinds[form.kind] as (form: Form) => fc.Arbitrary<unknown>)(form);

const mostly = (form: Form): fc.Arbitrary<unknown> =>
  fc.oneof({ weight: 8, arbitrary: fitting(form) }, { weight: 1, arbitrary: junk });

function inputOf(fields: Fields): fc.Arbitrary<object> {
  const entries = Object.entries(fields).map(([name, field]) => [name, valueOf(field)] as const);
  const stranger = fc.option(fc.constantFrom('toString', 'type', 'x'), { freq: 20, nil: undefined });
  return fc
    .tuple(
      fc.record(Object.fromEntries(entries), { requiredKeys: Object.keys(fields).filter((name) => isSent(fields[name])) }),
      stranger,
    )
    .map(([values, name]) => (name === undefined ? values : { ...values, [name]: 1 }));
}

const isSent = (field: Field | undefined): boolean =>
  field !== undefined && isFromOutside(field) && field.presence === 'required';
const valueOf = (field: Field): fc.Arbitrary<unknown> => mostly(field.form);

const described: readonly (readonly [string, CommandForm])[] = [
  ...Object.entries(ticketVerbs.forms),
  ...[organisations, users, contacts, roles].flatMap(({ table }) => Object.entries(table.forms)),
];

test.each(described)('%s gets a message exactly when the check refuses it', (_, form) => {
  const fields = requestFields(form);
  fc.assert(
    fc.property(inputOf(fields), (input) => {
      expect({ input, isWellFormed: isWellFormed(fields, input) }).toEqual({
        input,
        isWellFormed: fieldErrorsOf(fields, input).length === 0,
      });
    }),
    { numRuns: 60, seed: 7 },
  );
});
