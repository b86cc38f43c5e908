import { isFromOutside, type Field, type Fields, type Form } from '../../../domain/kernel/fields';
import type { FormEntries } from '../../web/forms/read-form';
import { instantOf } from './local-time';

/** Submitted values by path, with repetitions. */
export type Typed = ReadonlyMap<string, readonly string[]>;

export function typedIn(entries: FormEntries): Typed {
  const typed = new Map<string, readonly string[]>();
  for (const [name, value] of entries) typed.set(name, [...(typed.get(name) ?? []), value]);
  return typed;
}

export const lastOf = (typed: Typed, path: string): string => typed.get(path)?.at(-1) ?? '';

/** Number of rows that have input, plus one if another row was requested. */
export function rowsTyped(typed: Typed): (list: string) => number {
  return (list) => {
    const rows = [...typed].flatMap(([path, texts]) =>
      path.startsWith(`${list}.`) && texts.some((text) => text !== '') ? Number(path.slice(list.length + 1).split('.')[0]) : [],
    );
    const shown = Math.max(0, ...rows.filter((row) => row < mostRows)) + 1;
    return Math.min(mostRows, lastOf(typed, 'again') === list ? shown + 1 : shown);
  };
}

/** Limit against forged forms. Nobody types more rows by hand. */
const mostRows = 200;

interface Reading {
  readonly typed: Typed;
  readonly zone: string;
}

/** Builds the request of a command. Empty fields are left out, unless they are required and nullable. */
export function bodyOf(fields: Fields, reading: Reading, prefix = ''): Readonly<Record<string, unknown>> {
  const values = Object.entries(fields)
    .filter(([, field]) => isFromOutside(field))
    .map(([name, field]) => [name, valueOf(field, `${prefix}${name}`, reading)] as const);
  return Object.fromEntries(values.filter(([, value]) => value !== undefined));
}

function valueOf(field: Field, path: string, reading: Reading): unknown {
  const { form, presence, nullable } = field;
  if (form.kind === 'object') return objectOf(bodyOf(form.fields, reading, `${path}.`), presence);
  if (form.kind === 'list') return listOf(form, path, reading);
  if (form.kind === 'files') return listOrNothing(textsOf(reading.typed, path));
  const text = lastOf(reading.typed, path);
  if (text.trim() === '') return nullable === true && presence === 'required' ? null : undefined;
  return scalarOf(form, text, reading);
}

const objectOf = (value: object, presence: string): object | undefined =>
  Object.keys(value).length === 0 && presence !== 'required' ? undefined : value;

const textsOf = (typed: Typed, path: string): readonly string[] => (typed.get(path) ?? []).filter((text) => text.trim() !== '');
const listOrNothing = <T>(list: readonly T[]): readonly T[] | undefined => (list.length === 0 ? undefined : list);

function listOf({ each, min }: Form & { readonly kind: 'list' }, path: string, reading: Reading): unknown {
  if (each.kind !== 'object') {
    const words = textsOf(reading.typed, path).flatMap((text) => wordsOf(each, text));
    // An emptied optional list is sent as empty. A missing one is left out.
    return min === 0 && reading.typed.has(path) ? words : listOrNothing(words);
  }
  const rows = [...reading.typed.keys()].flatMap((name) =>
    name.startsWith(`${path}.`) ? Number(name.slice(path.length + 1).split('.')[0]) : [],
  );
  const objects = [...new Set(rows)].sort((a, b) => a - b).map((row) => bodyOf(each.fields, reading, `${path}.${row}.`));
  return listOrNothing(objects.filter((one) => Object.keys(one).length > 0));
}

/** Splits numbers on one line by separators, and texts by lines. */
function wordsOf(each: Form, text: string): readonly string[] {
  if (each.kind === 'id' || each.kind === 'email') return text.trim().split(/[\s,;]+/);
  return each.kind === 'text' ? text.split('\n').flatMap((one) => one.trim() || []) : [text];
}

function scalarOf(form: Form, text: string, { zone }: Reading): unknown {
  if (form.kind === 'instant') return instantOf(text, zone) ?? text;
  if (form.kind === 'text') return form.lines === 'one' ? text.trim() : text;
  return scalars[form.kind]?.(text) ?? text;
}

const scalars: { readonly [kind in Form['kind']]?: (text: string) => unknown } = {
  whole: (text) => (/^-?\d{1,15}$/.test(text.trim()) ? Number(text) : text),
  boolean: (text) => text === 'on',
  email: (text) => text.trim(),
  id: (text) => text.trim(),
  either: (text) => {
    const [name = '', id = ''] = text.split(':');
    return { [name]: id };
  },
};
