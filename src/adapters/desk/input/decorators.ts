import {
  ArrayMaxSize,
  ArrayMinSize,
  ArrayUnique,
  IsArray,
  IsIn,
  IsInt,
  IsString,
  Matches,
  Max,
  Min,
  MinLength,
  ValidateBy,
  ValidateIf,
  type ValidationOptions,
} from 'class-validator';
import { isLongerThan } from '../../../domain/kernel/characters';
import { isRequired, type Field, type Form } from '../../../domain/kernel/fields';
import { isUuid } from '../../../domain/kernel/ids';
import { isInstant } from '../../../domain/kernel/instant';
import type { Class, Reading } from './shape';

// Translates described fields into class-validator rules with their messages.

type Rules = readonly PropertyDecorator[];

interface Made {
  readonly rules: Rules;
  readonly reading: Reading;
}

export type NestedClass = (form: Extract<Form, { readonly kind: 'object' | 'either' }>) => Class;

/** The rules of a field's value, and how the value is read before. */
export function rulesOf(field: Field, nested: NestedClass): Rules {
  const { rules, reading } = made(field.form, nested);
  const mayLack = !isRequired(field);
  const isAsked = (_: unknown, value: unknown): boolean =>
    !(value === undefined && mayLack) && !(value === null && field.nullable === true);
  return [ValidateIf(isAsked, { context: reading }), ...rules];
}

function made(form: Form, nested: NestedClass): Made {
  switch (form.kind) {
    case 'list':
      return listed(form, nested);
    case 'files':
      return listed({ kind: 'list', each: { kind: 'id', of: 'file' }, min: form.min, max: form.max }, nested);
    case 'object':
    case 'either':
      return nestedIn(form, nested(form));
    case 'whole':
      return { rules: wholeRules(form), reading: {} };
    default:
      return { rules: scalarRules(form, {}), reading: {} };
  }
}

type Scalar = Exclude<Form, { readonly kind: 'list' | 'files' | 'object' | 'either' | 'whole' }>;

type Kind = Scalar['kind'];
type Of<K extends Kind> = Extract<Scalar, { readonly kind: K }>;

const scalars: { readonly [K in Kind]: (form: Of<K>, each: ValidationOptions, must: string) => Rules } = {
  text: (form, each, must) => textRules(form, each, must),
  email: (_, each, must) => [
    Matches(emailShape, { ...each, message: `${must} be one e-mail address, for example ada@example.org` }),
  ],
  choice: ({ values }, each, must) => [IsIn([...values], { ...each, message: `${must} be one of: ${values.join(', ')}` })],
  id: ({ keys = {} }, each) => {
    const isIt = (text: string): boolean => isUuid(text) || Object.hasOwn(keys, text);
    const names = Object.keys(keys).length === 0 ? '' : `, or one of: ${Object.keys(keys).join(', ')}`;
    return [matching('isId', isIt, { ...each, message: `must be a UUID in lower case, as the API answers it${names}` })];
  },
  instant: () => [
    matching('isInstant', isInstant, { message: 'must be a UTC time with milliseconds, for example 2026-11-23T18:11:54.000Z' }),
  ],
  boolean: () => [
    ValidateBy(
      { name: 'isYesNo', validator: { validate: (value) => typeof value === 'boolean' } },
      { message: 'must be true or false' },
    ),
  ],
  opaque: () => [],
};

/** With `each`, the rules apply to every entry of a list. */
function scalarRules(form: Scalar, each: ValidationOptions): Rules {
  const must = each.each === true ? 'must each' : 'must';
  return (scalars[form.kind] as (form: Scalar, each: ValidationOptions, must: string) => Rules)(form, each, must);
}

const emailShape = /^[^\s@<>",;]{1,64}@[^\s@<>",;]{1,189}$/u;

function matching(name: string, test: (text: string) => boolean, options: ValidationOptions): PropertyDecorator {
  return ValidateBy({ name, validator: { validate: (value) => typeof value === 'string' && test(value) } }, options);
}

const lineBreak = /[\n\r\u2028\u2029]/u;

function textRules({ max, lines, mayBeEmpty }: Of<'text'>, each: ValidationOptions, must: string): Rules {
  const atMost = matching('isAtMost', (text) => !isLongerThan(text, max), {
    ...each,
    message: `${must} have at most ${max} characters`,
  });
  const visible = Matches(/\S/u, { ...each, message: 'must not be blank' });
  const isText = IsString({ ...each, message: `${must} be text` });
  const oneLine = matching('isOneLine', (text) => !lineBreak.test(text), { ...each, message: `${must} be one line` });
  const always = lines === 'one' ? [isText, atMost, oneLine] : [isText, atMost];
  if (mayBeEmpty === 'always')
    return [...always, matching('isBlank', (text) => /^$|\S/u.test(text), { message: 'must not be blank' })];
  return each.each === true ? [...always, visible] : [...always, MinLength(1, { message: 'must not be empty' }), visible];
}

function wholeRules({ min, max }: Extract<Form, { readonly kind: 'whole' }>): Rules {
  return [
    IsInt({ message: `must be a whole number from ${min} to ${max}` }),
    Min(min, { message: `must be at least ${min}` }),
    Max(max, { message: `must be at most ${max}` }),
  ];
}

type Entry = Readonly<Record<string, unknown>>;

const same = (entry: unknown): unknown => entry;

function listed({ each, min, max, by }: Extract<Form, { readonly kind: 'list' }>, nested: NestedClass): Made {
  const entry = each.kind === 'object' || each.kind === 'either' ? { nested: nested(each) } : {};
  const entries = entry.nested === undefined ? scalarRules(each as Scalar, { each: true }) : [];
  return {
    reading: { list: { most: max, each: entry } },
    rules: [
      IsArray({ message: 'must be a list' }),
      ArrayMinSize(min, { message: `must have at least ${min} ${min === 1 ? 'entry' : 'entries'}` }),
      ArrayMaxSize(max, { message: `must have at most ${max} entries` }),
      ArrayUnique(by === undefined ? same : (entry: Entry | null) => entry?.[by], { message: 'must not name anything twice' }),
      ...entries,
    ],
  };
}

function nestedIn(form: Extract<Form, { readonly kind: 'object' | 'either' }>, nested: Class): Made {
  const isObject = ValidateBy(
    { name: 'isObject', validator: { validate: (value) => value instanceof nested } },
    { message: 'must be an object' },
  );
  const names = Object.keys(form.fields);
  const exactlyOne = ValidateBy(
    {
      name: 'isOneOf',
      validator: { validate: (value: object) => Object.values(value).filter((one) => one !== undefined).length === 1 },
    },
    { message: `must name exactly one of ${names.join(' and ')}` },
  );
  return { reading: { nested }, rules: form.kind === 'either' ? [isObject, exactlyOne] : [isObject] };
}
