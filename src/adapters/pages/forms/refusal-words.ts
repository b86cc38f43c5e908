import type { DomainError } from '../../../domain/kernel/errors';
import type { Form } from '../../../domain/kernel/fields';
import type { Translate } from '../rendering/words';
import type { Leaf } from './leaves';
import { lastOf, type Typed } from './sent-values';

export interface RefusalWords {
  /** By the path of the field. */
  readonly errors: ReadonlyMap<string, string>;
  /** Message above the form. Null if the field errors are enough. */
  readonly notice: string | null;
}

interface Refused {
  readonly leaves: readonly Leaf[];
  readonly typed: Typed;
  readonly t: Translate;
}

/** A refusal in the reader's language, as field errors and a message above the form. */
export function refusalWords(refusal: DomainError, { leaves, typed, t }: Refused): RefusalWords {
  const wrong = pathsIn(refusal).map((path) => leaves.find((leaf) => isAt(leaf.path, path)));
  const known = wrong.filter((leaf) => leaf !== undefined);
  const errors = new Map(known.map((leaf) => [leaf.path, wrongWords(leaf, lastOf(typed, leaf.path), t)]));
  const isAllSaid = refusal.code === 'invalid' && known.length > 0 && known.length === wrong.length;
  return { errors, notice: isAllSaid ? null : noticeOf(refusal, t) };
}

/** Errors inside a list or an object appear beside the input that contains them. */
const isAt = (leaf: string, path: string): boolean => leaf === path || path.startsWith(`${leaf}.`) || leaf.startsWith(`${path}.`);

/** Paths of the fields in a refusal. */
export function pathsIn({ facts }: DomainError): readonly string[] {
  const { errors, fields } = facts;
  if (Array.isArray(errors)) return (errors as readonly { readonly field?: unknown }[]).map(({ field }) => String(field));
  return typeof fields === 'object' && fields !== null && !Array.isArray(fields) ? Object.keys(fields) : [];
}

function wrongWords({ form: whole, required }: Leaf, value: string, t: Translate): string {
  // An error of a typed list concerns one of its lines.
  const form = isTypedList(whole) ? whole.each : whole;
  if (value.trim() === '' && (required || form.kind !== 'text'))
    return t(isChosen(form) ? 'forms.wrong.choose' : 'forms.wrong.missing');
  return allowedWords(form, t);
}

function allowedWords(form: Form, t: Translate): string {
  if (form.kind === 'text') return t('forms.wrong.text', { max: form.max });
  if (form.kind === 'whole') return t('forms.wrong.whole', { min: form.min, max: form.max });
  return t(wrongForms[form.kind] ?? 'forms.wrong.other');
}

const wrongForms: { readonly [kind in Form['kind']]?: string } = { email: 'forms.wrong.email', instant: 'forms.wrong.instant' };

const isTypedList = (form: Form): form is Form & { readonly kind: 'list' } =>
  form.kind === 'list' && (form.each.kind === 'email' || form.each.kind === 'text');

const isChosen = ({ kind }: Form): boolean => kind === 'choice' || kind === 'id' || kind === 'either' || kind === 'list';

/** Names each missing condition. */
function noticeOf({ code, facts }: DomainError, t: Translate): string {
  const { gates } = facts;
  if (code === 'gate-not-met' && Array.isArray(gates))
    return gates.map((gate) => t(`forms.conditions.${String(gate)}`)).join(' ');
  return t(`forms.refusals.${code}`);
}
