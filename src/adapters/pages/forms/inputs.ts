import type { Form } from '../../../domain/kernel/fields';
import { sourceOf, textName, type Finding } from './finding-field';
import type { View } from '../rendering/templates';
import type { Translate } from '../rendering/words';
import { labelKey, type Leaf, type RowPlace } from './leaves';
import { lastOf, type Typed } from './sent-values';

export interface Option {
  readonly value: string;
  readonly label: string;
  /** Name of a group of consecutive options. */
  readonly group?: string;
}

export interface OfferedOption extends Option {
  readonly isChosen: boolean;
  /** The group that starts at this option, if any. */
  readonly opens?: string | null;
}

/** View of one input. */
export interface Input {
  readonly name: string;
  readonly id: string;
  readonly label: string;
  readonly kind:
    'line' | 'lines' | 'area' | 'select' | 'radios' | 'checks' | 'number' | 'time' | 'files' | 'email' | 'find' | 'hidden';
  readonly value: string;
  readonly required: boolean;
  readonly hint: string | null;
  readonly error: string | null;
  readonly options: readonly OfferedOption[];
  readonly max: number | null;
  readonly min: number | null;
  /** Key under which the browser keeps an unsent text. */
  readonly draft: string | null;
  /** For search fields: the search URL, the restricting field and the typed text. */
  readonly source: string | null;
  readonly within: string | null;
  readonly text: string;
  /** A template that replaces the default input, with its data. */
  readonly part: string | null;
  readonly hand: View;
  readonly row: RowPlace;
}

export interface InputParts {
  readonly t: Translate;
  readonly typed: Typed;
  /** By path. */
  readonly errors: ReadonlyMap<string, string>;
  /** Options that depend on more than the field. Null for free text. */
  readonly options: (leaf: Leaf) => readonly Option[] | null;
  /** The search of a field with too many options to list. */
  readonly finding?: ((leaf: Leaf) => Finding | null) | undefined;
  /** Key for drafts: the form's name. */
  readonly draft: string;
  /** Required paths, in addition to the description. */
  readonly required: ReadonlySet<string>;
}

const fewest = 4;
const inNoList: RowPlace = { list: '', number: 0, opens: false, closes: false, endsList: false };

export function inputOf(leaf: Leaf, parts: InputParts): Input {
  const { t, typed, errors, draft } = parts;
  const { path, form } = leaf;
  const options = optionsOf(leaf, parts);
  const required = leaf.required || parts.required.has(path);
  const finding = parts.finding?.(leaf) ?? null;
  return {
    ...{ name: path, id: path.replaceAll('.', '-'), label: t(labelKey(leaf)), required: required && !leaf.nullable },
    ...{ value: lastOf(typed, path), hint: hintOf(leaf, t), error: errors.get(path) ?? null },
    options: offered(options, typed.get(path)),
    ...limitsOf(form),
    draft: isDrafted(form) ? `${draft}:${path}` : null,
    ...(finding === null ? typedIn(form, options, required) : foundBy(finding, lastOf(typed, textName(path)))),
    ...{ part: null, hand: {}, row: placeOf(leaf) },
  };
}

function offered(options: readonly Option[] | null, chosen: readonly string[] = []): Input['options'] {
  return (options ?? []).map((option, at, all) => ({
    ...option,
    isChosen: chosen.includes(option.value),
    opens: option.group === all[at - 1]?.group ? null : (option.group ?? null),
  }));
}

type Found = Pick<Input, 'kind' | 'source' | 'within' | 'text'>;

function typedIn(form: Form, options: readonly Option[] | null, required: boolean): Found {
  return { kind: kindOf(form, options, required), source: null, within: null, text: '' };
}

function foundBy(finding: Finding, text: string): Found {
  return { kind: 'find', source: sourceOf(finding), within: finding.within ?? null, text };
}

const isDrafted = (form: Form): boolean => form.kind === 'text';

const placeOf = ({ row = inNoList }: Leaf): RowPlace => row;

function optionsOf(leaf: Leaf, { t, options }: InputParts): readonly Option[] | null {
  const { form, nullable, required, path } = leaf;
  const worded = options(leaf) ?? valuesOf(form)?.map((value) => ({ value, label: t(`forms.values.${value}`) })) ?? null;
  const mayBeNone = nullable && required && form.kind === 'choice';
  return worded === null || !mayBeNone ? worded : [...worded, { value: '', label: t(`forms.none.${path}`) }];
}

/** The values of a closed list. */
function valuesOf(form: Form): readonly string[] | null {
  if (form.kind === 'list') return form.each.kind === 'choice' ? form.each.values : null;
  return form.kind === 'choice' ? form.values : null;
}

const eachKinds: { readonly [kind in Form['kind']]?: Input['kind'] } = { choice: 'checks', text: 'lines', email: 'lines' };
const plainKinds: { readonly [kind in Form['kind']]?: Input['kind'] } = {
  email: 'email',
  whole: 'number',
  instant: 'time',
  files: 'files',
};

function kindOf(form: Form, options: readonly Option[] | null, required: boolean): Input['kind'] {
  const listed = form.kind === 'list' ? eachKinds[form.each.kind] : undefined;
  if (listed !== undefined) return listed;
  if (options !== null) return isForRadios(form, options, required) ? 'radios' : 'select';
  if (form.kind === 'text') return isLine(form) ? 'line' : 'area';
  return plainKinds[form.kind] ?? 'line';
}

const longestLine = 200;
const isLine = ({ lines, max }: Form & { readonly kind: 'text' }): boolean => lines === 'one' || max <= longestLine;
const isForRadios = ({ kind }: Form, { length }: readonly Option[], required: boolean): boolean =>
  required && kind === 'choice' && length <= fewest;

function limitsOf(form: Form): Pick<Input, 'max' | 'min'> {
  if (form.kind === 'whole') return { min: form.min, max: form.max };
  return { min: null, max: form.kind === 'text' ? form.max : null };
}

function hintOf({ form, path }: Leaf, t: Translate): string | null {
  if (path === 'audience') return t('forms.hints.audience');
  if (form.kind === 'list') return listHint(form.each, t);
  if (form.kind === 'id' && form.of === 'ticket') return t('forms.hints.number');
  return form.kind === 'files' ? t('forms.hints.files') : null;
}

function listHint({ kind }: Form, t: Translate): string | null {
  if (kind === 'id') return t('forms.hints.numbers');
  return eachKinds[kind] === 'lines' ? t('forms.hints.lines') : null;
}
