import { isLongerThan } from './characters';
import { reject } from './errors';

/** Problem of one value, as a sentence for people; null when it is fine. */
export type Problem = string | null;

const unprintable = /[\p{Cc}\p{Cs}]/u;
/** What every mail server accepts is wider than any pattern; this only catches what cannot be an address at all. */
const emailShape = /^[^\s@]{1,64}@[^\s@]+$/u;

export const maxName = 200;
export const maxEmail = 254;
export const maxPhone = 50;
export const maxAddresses = 10;

/** One line of text: 1 to `max` characters, at least one of them visible, no control characters, no lone surrogates. */
export function lineProblem(value: string, max: number): Problem {
  if (value.trim() === '' || isLongerThan(value, max)) return `1 to ${max} characters, not only spaces`;
  return unprintable.test(value) ? 'one line, without control characters or broken Unicode' : null;
}

export function emailProblem(value: string): Problem {
  return lineProblem(value, maxEmail) ?? (emailShape.test(value) ? null : 'an address such as name@example.org');
}

/** At most ten, each of its own form, none twice. */
export function listProblem(values: readonly string[], problemOf: (value: string) => Problem): Problem {
  if (values.length > maxAddresses) return `at most ${maxAddresses}`;
  if (new Set(values).size !== values.length) return 'each at most once';
  return values.map(problemOf).find((problem) => problem !== null) ?? null;
}

/** @throws {DomainError} invalid, with every wrong field and what it takes instead */
export function requireForm(problems: { readonly [field: string]: Problem }): void {
  const wrong = Object.entries(problems).filter(([, problem]) => problem !== null);
  if (wrong.length === 0) return;
  reject('invalid', `${wrong.map(([field, problem]) => `${field}: ${problem ?? ''}`).join('; ')}.`, {
    fields: Object.fromEntries(wrong),
  });
}
