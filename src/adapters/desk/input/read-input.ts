import { validateSync, type ValidationError, type ValidatorOptions } from 'class-validator';
import { shapeOf, type Class, type Reading, type Shape } from './shape';
import { maxErrors, type FieldError } from '../refuse-fields';

const rules: ValidatorOptions = {
  // One thing to repair per field: text that is missing is not also too short.
  stopAtFirstError: true,
  validationError: { target: true, value: false },
};

type Values = Record<string, unknown>;

/** Reads the input as a DTO and adds its errors to `troubles`. Validates declared fields only, up to `maxErrors`. */
export function readAs<T extends object>(dto: Class<T>, input: object, path: string, troubles: FieldError[]): T {
  const instance = new dto();
  const shape = shapeOf(dto);
  for (const name of Object.keys(input)) {
    if (troubles.length > maxErrors) return instance;
    const reading = shape.get(name);
    if (reading === undefined) troubles.push(unknownField(name, path, shape));
    else (instance as Values)[name] = valueOf((input as Values)[name], reading, join(path, name), troubles);
  }
  noteBrokenRules(instance, path, troubles);
  return instance;
}

/** What is not of the sort that the field is read as stays as it is, for the rules to refuse. */
function valueOf(value: unknown, { nested, list }: Reading, field: string, troubles: FieldError[]): unknown {
  if (typeof value === 'string') noteText(value, field, troubles);
  if (typeof value !== 'object' || value === null) return value;
  if (Array.isArray(value)) return list === undefined ? value : entriesOf(value, list, field, troubles);
  return nested === undefined ? value : readAs(nested, value, field, troubles);
}

type List = NonNullable<Reading['list']>;

function entriesOf(entries: readonly unknown[], { most, each }: List, path: string, troubles: FieldError[]): readonly unknown[] {
  if (entries.length > most) return entries;
  return entries.map((entry, at) => {
    const field = `${path}.${at}`;
    const value = valueOf(entry, each, field, troubles);
    if (each.nested !== undefined && !(value instanceof each.nested)) troubles.push({ field, message: 'must be an object' });
    return value;
  });
}

function noteBrokenRules(instance: object, path: string, troubles: FieldError[]): void {
  for (const error of validateSync(instance, rules)) {
    const field = join(path, error.property);
    // What stands already says more: text that cannot be stored may be too long as well.
    if (troubles.some((trouble) => trouble.field === field)) continue;
    for (const message of Object.values(error.constraints ?? {})) troubles.push({ field, message: orMissing(message, error) });
  }
}

function orMissing(message: string, { target, property }: ValidationError): string {
  const isMissing = (target as Values | undefined)?.[property] === undefined;
  return isMissing ? `is missing: it ${message}` : message;
}

const longestName = 100;

function unknownField(name: string, path: string, shape: Shape): FieldError {
  const trouble = textTrouble(name);
  if (trouble !== null) return { field: path === '' ? '(a field name)' : path, message: trouble };
  const shown = name.length > longestName ? `${name.slice(0, longestName)}…` : name;
  const known = [...shape.keys()].sort();
  const message = known.length === 0 ? 'no fields are expected' : `known fields: ${known.join(', ')}`;
  return { field: join(path, shown), message: `is not a field here; ${message}` };
}

const loneSurrogate = /\p{Surrogate}/u;
// Tab, line feed and carriage return are text; NUL, escape sequences and the C1 block are not.
// eslint-disable-next-line no-control-regex -- finding control characters is the point
const controlCharacter = /[\u0000-\u0008\u000b\u000c\u000e-\u001f\u007f-\u009f]/;

function noteText(text: string, field: string, troubles: FieldError[]): void {
  const message = textTrouble(text);
  if (message !== null) troubles.push({ field, message });
}

/** What no stored value may hold (docs/fact-format.md). */
function textTrouble(text: string): string | null {
  if (loneSurrogate.test(text)) return 'holds half a character (a lone surrogate); send well-formed Unicode';
  return controlCharacter.test(text) ? 'holds control characters; only tab and line breaks are allowed' : null;
}

function join(path: string, name: string): string {
  return path === '' ? name : `${path}.${name}`;
}
