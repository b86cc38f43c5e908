import type { Fields, Form } from './fields';
import { fieldFits, fits, haveForm, isListOf, isObject, type OfKind, type Sender, type Values } from './fitting';
import { emailProblem, lineProblem, requireForm, textProblem, type Problem } from './form';

/** Whether a client's input matches the fields: client fields only, each valid, none missing. */
export function isWellFormed(fields: Fields, input: unknown): boolean {
  return isObject(input) && haveForm(fields, input, 'client');
}

export interface Checking {
  /** Texts may be empty. */
  readonly importing: boolean;
}

/** The invalid values of a command: path → what is allowed there. Empty when all are valid. */
export function problemsOf(fields: Fields, values: object, { importing }: Checking): { readonly [path: string]: Problem } {
  const problems: Record<string, Problem> = {};
  noteFields(fields, values as Values, { path: '', sender: senderOf(importing), problems });
  return problems;
}

/** @throws {DomainError} invalid */
export function requireFields(fields: Fields, values: object, checking: Checking): void {
  if (!haveForm(fields, values as Values, senderOf(checking.importing))) requireForm(problemsOf(fields, values, checking));
}

const senderOf = (importing: boolean): Sender => (importing ? 'importer' : 'desk');

interface Noting {
  readonly path: string;
  readonly sender: Sender;
  readonly problems: Record<string, Problem>;
}

function noteFields(fields: Fields, values: Values, noting: Noting): void {
  for (const [name, field] of Object.entries(fields)) {
    if (fieldFits(field, values[name], noting.sender)) continue;
    noteValue(field.form, values[name], { ...noting, path: `${noting.path}${name}` });
  }
}

/** Reports the innermost invalid value. */
function noteValue(form: Form, value: unknown, noting: Noting): void {
  if (form.kind === 'object' && isObject(value)) noteFields(form.fields, value, { ...noting, path: `${noting.path}.` });
  else if (form.kind === 'list' && isListOf(form, value)) noteEntries(form.each, value, noting);
  else noting.problems[noting.path] = whatFits(form, value);
}

function noteEntries(form: Form, list: readonly unknown[], noting: Noting): void {
  list.forEach((entry, at) => {
    if (!fits(form, entry, noting.sender)) noteValue(form, entry, { ...noting, path: `${noting.path}.${at}` });
  });
}

type Words<F> = (form: F, value: unknown) => Problem;

const textOf = (value: unknown): string => (typeof value === 'string' ? value : '');

const words: { readonly [K in Form['kind']]: Words<OfKind<K>> } = {
  text: ({ max, lines }, value) => (lines === 'one' ? lineProblem(textOf(value), max) : textProblem(textOf(value), max)),
  email: () => emailProblem(''),
  choice: ({ values }) => `one of ${values.join(', ')}`,
  id: () => 'an id in lower case, as the API returns it',
  whole: ({ min, max }) => `a whole number from ${min} to ${max}`,
  boolean: () => 'true or false',
  instant: () => 'a UTC time with milliseconds, such as 2026-11-23T18:11:54.000Z',
  list: ({ min, max }) => `${min} to ${max} entries, without duplicates`,
  object: () => 'an object',
  either: ({ fields }) => `exactly one of ${Object.keys(fields).join(' and ')}`,
  files: ({ max }) => `at most ${max} files`,
  opaque: () => 'a value',
};

const whatFits: Words<Form> = (form, value) => (words[form.kind] as Words<Form>)(form, value);
