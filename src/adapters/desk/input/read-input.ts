import { validateSync, type ValidationError, type ValidatorOptions } from 'class-validator';
import { shapeOf, type Class, type Reading, type Shape } from './shape';
import { maxErrors, type FieldError } from '../refuse-fields';

const rules: ValidatorOptions = {
  // One error per field: missing text is not also reported as too short.
  stopAtFirstError: true,
  validationError: { target: true, value: false },
};

type Values = Record<string, unknown>;

/** Reads the input as a DTO and adds its errors to `errors`. Validates declared fields only, up to `maxErrors`. */
export function readAs<T extends object>(dto: Class<T>, input: object, path: string, errors: FieldError[]): T {
  const instance = new dto();
  const shape = shapeOf(dto);
  for (const name of Object.keys(input)) {
    if (errors.length > maxErrors) return instance;
    const reading = shape.get(name);
    if (reading === undefined) errors.push(unknownField(name, path, shape));
    else (instance as Values)[name] = valueOf((input as Values)[name], reading, join(path, name), errors);
  }
  noteBrokenRules(instance, path, errors);
  return instance;
}

/** A value of the wrong kind is kept, so that the rules refuse it. */
function valueOf(value: unknown, { nested, list }: Reading, field: string, errors: FieldError[]): unknown {
  if (typeof value === 'string') noteText(value, field, errors);
  if (typeof value !== 'object' || value === null) return value;
  if (Array.isArray(value)) return list === undefined ? value : entriesOf(value, list, field, errors);
  return nested === undefined ? value : readAs(nested, value, field, errors);
}

type List = NonNullable<Reading['list']>;

function entriesOf(entries: readonly unknown[], { most, each }: List, path: string, errors: FieldError[]): readonly unknown[] {
  if (entries.length > most) return entries;
  return entries.map((entry, at) => {
    const field = `${path}.${at}`;
    const value = valueOf(entry, each, field, errors);
    if (each.nested !== undefined && !(value instanceof each.nested)) errors.push({ field, message: 'must be an object' });
    return value;
  });
}

function noteBrokenRules(instance: object, path: string, errors: FieldError[]): void {
  for (const error of validateSync(instance, rules)) {
    const field = join(path, error.property);
    // Keep the first error of a field: unstorable text may be too long as well.
    if (errors.some((one) => one.field === field)) continue;
    for (const message of Object.values(error.constraints ?? {})) errors.push({ field, message: orMissing(message, error) });
  }
}

function orMissing(message: string, { target, property }: ValidationError): string {
  const isMissing = (target as Values | undefined)?.[property] === undefined;
  return isMissing ? `is missing: it ${message}` : message;
}

const longestName = 100;

function unknownField(name: string, path: string, shape: Shape): FieldError {
  const unreadable = textError(name);
  if (unreadable !== null) return { field: path === '' ? '(a field name)' : path, message: unreadable };
  const shown = name.length > longestName ? `${name.slice(0, longestName)}…` : name;
  const known = [...shape.keys()].sort();
  const message = known.length === 0 ? 'no fields are expected' : `known fields: ${known.join(', ')}`;
  return { field: join(path, shown), message: `is not a field here; ${message}` };
}

const loneSurrogate = /\p{Surrogate}/u;
// Tab, line feed and carriage return are text; NUL, escape sequences and the C1 block are not.
// eslint-disable-next-line no-control-regex -- finding control characters is the point
const controlCharacter = /[\u0000-\u0008\u000b\u000c\u000e-\u001f\u007f-\u009f]/;

function noteText(text: string, field: string, errors: FieldError[]): void {
  const message = textError(text);
  if (message !== null) errors.push({ field, message });
}

/** Text that must never be stored (docs/fact-format.md). */
function textError(text: string): string | null {
  if (loneSurrogate.test(text)) return 'holds half a character (a lone surrogate); send well-formed Unicode';
  return controlCharacter.test(text) ? 'holds control characters; only tab and line breaks are allowed' : null;
}

function join(path: string, name: string): string {
  return path === '' ? name : `${path}.${name}`;
}
