import type { CommandForm } from '../../../domain/kernel/commands';
import { instant, optional, type Fields } from '../../../domain/kernel/fields';
import type { Instant } from '../../../domain/kernel/instant';
import { refuseFields, type FieldError } from '../refuse-fields';
import { dtoOf } from './dto';
import { readAs } from './read-input';

/** Every command may say when it happened. */
export const timed = {
  occurredAt: optional(instant({ about: 'When it happened, if not now: at most 5 minutes ahead and 31 days back.' })),
};

/** What was sent, checked: the command's fields, and when it happened. */
export interface CheckedInput {
  readonly values: Readonly<Record<string, unknown>>;
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
  const { occurredAt, ...values } = checkedFields(requestFields(form), body);
  if (form.someField === true && Object.keys(values).length === 0) refuseNothing(form);
  return { values, ...(typeof occurredAt === 'string' && { occurredAt }) };
}

/** The same for fields that are no command's. Nothing is converted or dropped in silence. */
export function checkedFields(fields: Fields, body: unknown): Readonly<Record<string, unknown>> {
  return read(fields, objectIn(body), 'json');
}

/** Text of a query as the values it stands for. */
export function checkedQuery(fields: Fields, query: object): Readonly<Record<string, unknown>> {
  const split = Object.entries(query).map(([name, value]: [string, unknown]) => [
    name,
    Object.hasOwn(fields, name) ? listOf(fields[name]?.form.kind, value) : value,
  ]);
  return read(fields, Object.fromEntries(split) as object, 'query');
}

function read(fields: Fields, input: object, medium: 'json' | 'query'): Readonly<Record<string, unknown>> {
  const troubles: FieldError[] = [];
  const values = readAs(dtoOf(fields, medium), input, '', troubles);
  const [first, ...others] = troubles;
  return first === undefined ? { ...values } : refuseFields([first, ...others]);
}

/** A list may be one text with commas, or the parameter repeated. */
function listOf(kind: string | undefined, value: unknown): unknown {
  return kind === 'list' && typeof value === 'string' ? value.split(',') : value;
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
