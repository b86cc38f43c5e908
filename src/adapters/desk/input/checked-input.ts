import type { CommandForm } from '../../../domain/kernel/commands';
import { isWellFormed } from '../../../domain/kernel/check';
import { instant, optional, type Fields } from '../../../domain/kernel/fields';
import type { Instant } from '../../../domain/kernel/instant';
import { refuseFields, type FieldError } from '../refuse-fields';
import { dtoOf } from './dto';
import { readAs } from './read-input';

/** Every command accepts `occurredAt`. */
export const timed = {
  occurredAt: optional(instant({ about: 'When it happened, if not now: at most 5 minutes ahead and 31 days back.' })),
};

type Values = Readonly<Record<string, unknown>>;

/** The validated fields of a command, and when it happened. */
export interface CheckedInput {
  readonly values: Values;
  readonly occurredAt?: Instant;
}

const withTime = new WeakMap<CommandForm, Fields>();

/** The fields of a command's request. */
export function requestFields(form: CommandForm): Fields {
  const known = withTime.get(form);
  if (known !== undefined) return known;
  const fields = { ...form.fields, ...timed };
  withTime.set(form, fields);
  return fields;
}

/** @throws {DomainError} invalid, with every wrong field */
export function checkedInput(form: CommandForm, body: unknown): CheckedInput {
  const { occurredAt, ...values } = checkedFields(requestFields(form), withoutColours(form.fields, body));
  if (form.someField === true && Object.keys(values).length === 0) refuseNothing(form);
  return { values, ...(typeof occurredAt === 'string' && { occurredAt }) };
}

// eslint-disable-next-line no-control-regex -- escape sequences are what is taken out
const colours = /\u001b\[[0-?]*[ -/]*[@-~]/gu;

/** Logs are pasted with the colours of the terminal. They say nothing, and control characters are refused otherwise. */
function withoutColours(fields: Fields, body: unknown): unknown {
  if (typeof body !== 'object' || body === null || Array.isArray(body)) return body;
  const isColoured = (name: string, value: unknown): value is string =>
    typeof value === 'string' && value.includes('\u001b') && Object.hasOwn(fields, name);
  const entries = Object.entries(body);
  if (!entries.some(([name, value]) => isColoured(name, value))) return body;
  return Object.fromEntries(entries.map(([name, value]) => [name, isColoured(name, value) ? value.replace(colours, '') : value]));
}

/** Validates fields outside commands. Unknown fields are refused, and only keys are converted (to their ids). */
export function checkedFields(fields: Fields, body: unknown): Values {
  const input = objectIn(body);
  return isWellFormed(fields, input) ? withIds(fields, input as Values) : refuseInput(fields, input);
}

/** Replaces keys by their ids. */
function withIds(fields: Fields, values: Values): Values {
  let named = values;
  for (const name in values) {
    const form = fields[name]?.form;
    const id = form?.kind === 'id' ? form.keys?.[values[name] as string] : undefined;
    if (id !== undefined) named = { ...named, [name]: id };
  }
  return named;
}

/** Parses query text into typed values. */
export function checkedQuery(fields: Fields, query: object): Values {
  const read = Object.entries(query).map(([name, value]: [string, unknown]) => [
    name,
    Object.hasOwn(fields, name) ? valueOfText(fields[name]?.form.kind, value) : value,
  ]);
  return checkedFields(fields, Object.fromEntries(read));
}

const wholeNumber = /^(0|[1-9]\d{0,15})$/;

const readers: { readonly [kind: string]: (text: string) => unknown } = {
  // Text with commas, or the parameter repeated; no text is an empty list.
  list: (text) => (text === '' ? [] : text.split(',')),
  boolean: (text) => (text === 'true' || text === 'false' ? text === 'true' : text),
  whole: (text) => (wholeNumber.test(text) ? Number(text) : text),
};

/** Text that does not parse stays text, so that validation refuses it. */
function valueOfText(kind: string | undefined, value: unknown): unknown {
  if (typeof value !== 'string' || kind === undefined) return value;
  return readers[kind]?.(value) ?? value;
}

/** Fallback message if class-validator accepts what the check refused. A property test shows that the two never differ. */
const wordless = 'does not have the form that /docs describes';

/** class-validator supplies the messages for what the check refused. @throws {DomainError} invalid, always */
function refuseInput(fields: Fields, input: object): never {
  const [first = { field: '(body)', message: wordless }, ...others] = fieldErrorsOf(fields, input);
  return refuseFields([first, ...others]);
}

/** The field errors of class-validator. */
export function fieldErrorsOf(fields: Fields, input: object): readonly FieldError[] {
  const errors: FieldError[] = [];
  readAs(dtoOf(fields), input, '', errors);
  return errors;
}

/** A command without fields may be sent without a body. */
function objectIn(body: unknown): object {
  const input = body ?? {};
  if (typeof input === 'object' && !Array.isArray(input)) return input;
  return refuseFields([{ field: '(body)', message: 'must be a JSON object' }]);
}

function refuseNothing({ fields }: CommandForm): never {
  const names = Object.keys(fields).join(', ');
  return refuseFields([{ field: '(body)', message: `names nothing to change: give at least one of ${names}` }]);
}
