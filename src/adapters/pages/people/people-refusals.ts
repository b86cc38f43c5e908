import type { DomainError } from '../../../domain/kernel/errors';
import type { Leaf } from '../forms/leaves';
import type { Translate } from '../rendering/words';
import { permissionName } from './role-words';

/** Specific messages for refusals about people and organisations. */
export interface PeopleRefusal {
  /** Field errors by path. */
  readonly errors: ReadonlyMap<string, string>;
  /** Message above the form. Null for the general message of the code. */
  readonly notice: string | null;
}

const nothing: PeopleRefusal = { errors: new Map(), notice: null };

export function peopleRefusal(refusal: DomainError | null, leaves: readonly Leaf[], t: Translate): PeopleRefusal {
  if (refusal === null) return nothing;
  const missing = refusal.facts['missing'];
  if (refusal.code === 'not-permitted' && Array.isArray(missing)) {
    const permissions = missing.map((permission) => permissionName(String(permission), t)).join(', ');
    return { ...nothing, notice: t('people.refusal.missing', { permissions }) };
  }
  const path = fieldsOf[refusal.code]?.find((field) => leaves.some((leaf) => leaf.path === field));
  return path === undefined ? nothing : { ...nothing, errors: new Map([[path, wordsFor(path, refusal, t)]]) };
}

/** The fields that each code concerns. A form shows the error at the one it has. */
const fieldsOf: { readonly [code: string]: readonly string[] | undefined } = {
  'already-exists': ['email', 'name'],
  'target-not-allowed': ['provider', 'parent'],
};

function wordsFor(path: string, { facts: { allowed } }: DomainError, t: Translate): string {
  if (path !== 'parent' || !Array.isArray(allowed)) return t(`people.refusal.${path}`);
  return t('people.refusal.parent', { kinds: allowed.map((kind) => t(`people.kind.${String(kind)}`)).join(', ') });
}
