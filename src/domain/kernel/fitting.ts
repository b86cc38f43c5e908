import { isFromOutside, isRequired, type Field, type Fields, type Form, type Keys } from './fields';
import { isEmail, isImportedText, isLine, isText } from './form';
import { isUuid } from './ids';
import { isInstant } from './instant';

// Checks values against the form of their fields. Every request runs this twice, so valid values allocate nothing.

/**
 * Who sent the values. A client may send only client fields. The desk completes them to a command. An importer may leave texts
 * empty.
 */
export type Sender = 'client' | 'desk' | 'importer';

export type OfKind<K extends Form['kind']> = Extract<Form, { readonly kind: K }>;
export type Values = { readonly [name: string]: unknown };

type Fits<F> = (form: F, value: unknown, sender: Sender) => boolean;

const byKind: { readonly [K in Form['kind']]: Fits<OfKind<K>> } = {
  text: ({ max, lines, mayBeEmpty }, value, sender) => {
    if (typeof value !== 'string') return false;
    if (value === '' && (mayBeEmpty === 'always' || (mayBeEmpty === 'imported' && sender === 'importer'))) return true;
    if (lines === 'one') return isLine(value, max);
    return sender === 'importer' ? isImportedText(value, max) : isText(value, max);
  },
  email: (_, value) => typeof value === 'string' && isEmail(value),
  choice: ({ values }, value) => (values as readonly unknown[]).includes(value),
  id: ({ keys }, value, sender) => typeof value === 'string' && (isUuid(value) || (sender === 'client' && isKey(value, keys))),
  whole: ({ min, max }, value) => Number.isSafeInteger(value) && (value as number) >= min && (value as number) <= max,
  boolean: (_, value) => typeof value === 'boolean',
  instant: (_, value) => typeof value === 'string' && isInstant(value),
  list: (form, value, sender) => isListOf(form, value) && allFit(form.each, value, sender),
  object: ({ fields }, value, sender) => isObject(value) && haveForm(fields, value, sender),
  either: ({ fields }, value, sender) => isObject(value) && haveOneOf(fields, value, sender),
  files: ({ min, max }, value, sender) =>
    isListOf({ kind: 'list', each: fileId, min, max }, value) && (sender !== 'client' || allFit(fileId, value, sender)),
  opaque: (_, __, sender) => sender !== 'client',
};

const isKey = (value: string, keys: Keys | undefined): boolean => keys !== undefined && Object.hasOwn(keys, value);

const fileId: Form = { kind: 'id', of: 'file' };

export const fits: Fits<Form> = (form, value, sender) => (byKind[form.kind] as Fits<Form>)(form, value, sender);

/** Whether every required field is there and every value is valid. A client may send no other fields. */
export function haveForm(fields: Fields, values: Values, sender: Sender): boolean {
  if (sender === 'client' && !areKnown(fields, values)) return false;
  for (const name in fields) if (!fieldFits(fields[name] as Field, values[name], sender)) return false;
  return true;
}

export function fieldFits(field: Field, value: unknown, sender: Sender): boolean {
  if (value === undefined) return mayLack(field, sender);
  if (value === null) return field.nullable === true || (field.form.kind === 'opaque' && sender !== 'client');
  return fits(field.form, value, sender);
}

export const isObject = (value: unknown): value is Values => typeof value === 'object' && value !== null && !Array.isArray(value);

/** Whether it is a list of the right size, without duplicates. */
export function isListOf({ min, max, by }: OfKind<'list'>, value: unknown): value is readonly unknown[] {
  if (!Array.isArray(value) || value.length < min || value.length > max) return false;
  for (let at = 1; at < value.length; at += 1) if (isRepeated(value, at, by)) return false;
  return true;
}

function allFit(form: Form, list: readonly unknown[], sender: Sender): boolean {
  for (const entry of list) if (!fits(form, entry, sender)) return false;
  return true;
}

/** Lists are short, so comparing with the earlier entries is cheaper than a set. */
function isRepeated(list: readonly unknown[], at: number, by: string | undefined): boolean {
  const key = keyOf(list[at], by);
  if (key === undefined) return false;
  for (let before = 0; before < at; before += 1) if (keyOf(list[before], by) === key) return true;
  return false;
}

/** Undefined for objects without a distinguishing field. */
function keyOf(entry: unknown, by: string | undefined): unknown {
  if (typeof entry !== 'object' || entry === null) return entry;
  return by === undefined ? undefined : (entry as Values)[by];
}

function areKnown(fields: Fields, values: Values): boolean {
  for (const name in values) if (!Object.hasOwn(fields, name) || !isFromOutside(fields[name] as Field)) return false;
  return true;
}

function haveOneOf(fields: Fields, values: Values, sender: Sender): boolean {
  if (sender === 'client' && !areKnown(fields, values)) return false;
  let found = 0;
  for (const name in fields) {
    if (values[name] === undefined) continue;
    if (!fieldFits(fields[name] as Field, values[name], sender)) return false;
    found += 1;
  }
  return found === 1;
}

function mayLack(field: Field, sender: Sender): boolean {
  if (sender === 'client') return !isRequired(field);
  const { presence } = field;
  return presence === 'optional' || presence === 'internal' || presence === 'unless-imported';
}
