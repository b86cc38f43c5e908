import { isLongerThan } from './characters';
import { reject } from './errors';

/** What one value must be instead, as a phrase for people. Null when it is valid. */
export type Problem = string | null;

export const maxName = 200;
export const maxEmail = 254;
export const maxPhone = 50;
export const maxAddresses = 10;

/**
 * A visible character: no space, no mark without a letter, and nothing drawn as empty, such as zero-width characters, fillers and
 * blank Braille.
 */
const visible = /[^\p{White_Space}\p{C}\p{Z}\p{M}\p{Default_Ignorable_Code_Point}\u2800]/u;
/** Lone surrogates cannot be stored (docs/fact-format.md). */
const broken = /\p{Surrogate}/u;
/** Tab, line feed and carriage return are allowed. NUL, escape sequences and the C1 block are not. */
// eslint-disable-next-line no-control-regex -- finding control characters is the point
const unprintable = /[\u0000-\u0008\u000b\u000c\u000e-\u001f\u007f-\u009f]|\p{Surrogate}/u;
const unprintableInLine = /[\p{Cc}\p{Surrogate}\u2028\u2029]/u;
/** Mail servers accept more than any pattern. This one rejects what cannot be one address. */
const emailShape = /^[^\s@<>",;]{1,64}@[^\s@<>",;]{1,189}$/u;

const hasSize = (value: string, max: number): boolean => visible.test(value) && !isLongerThan(value, max);

/** One line of 1 to `max` characters: at least one visible, no control characters, no lone surrogates. */
export const isLine = (value: string, max: number): boolean => hasSize(value, max) && !unprintableInLine.test(value);

/** Like a line, but with tabs and line breaks. */
export const isText = (value: string, max: number): boolean => hasSize(value, max) && !unprintable.test(value);

/** Imported text may be empty and may hold old control characters. */
export const isImportedText = (value: string, max: number): boolean =>
  value === '' || (hasSize(value, max) && !broken.test(value));

/** The pattern limits the length, in code points. */
export const isEmail = (value: string): boolean => emailShape.test(value) && !unprintableInLine.test(value);

export function lineProblem(value: string, max: number): Problem {
  if (!hasSize(value, max)) return `1 to ${max} characters, not only spaces`;
  return isLine(value, max) ? null : 'one line, without control characters or broken Unicode';
}

export function textProblem(value: string, max: number): Problem {
  if (!hasSize(value, max)) return `1 to ${max} characters, not only spaces`;
  return isText(value, max) ? null : 'text without control characters or broken Unicode';
}

export function emailProblem(value: string): Problem {
  return isEmail(value) ? null : 'an address such as name@example.org';
}

/** @throws {DomainError} invalid, with every invalid field and what is allowed */
export function requireForm(problems: { readonly [field: string]: Problem }): void {
  const wrong = Object.entries(problems).filter(([, problem]) => problem !== null);
  if (wrong.length === 0) return;
  reject('invalid', `${wrong.map(([field, problem]) => `${field}: ${problem ?? ''}`).join('; ')}.`, {
    fields: Object.fromEntries(wrong),
  });
}
