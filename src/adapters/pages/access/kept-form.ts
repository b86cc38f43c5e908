import type { FormEntries } from '../../web/forms/read-form';
import { againOf, type SentAgain } from '../problems/sent-again';
import { pathWithin } from './within';

// Without scripts, a form sent after the session expired is kept in the sign-in page.

/** Enough for a form of 200 tickets and its other fields. */
const mostFields = 300;

export function keepForm(action: string, entries: FormEntries): string {
  return JSON.stringify([action, entries.filter(([name]) => name !== 'form-token')]);
}

/** Null if the text is not a kept form. */
export function keptForm(text: string): SentAgain | null {
  const [action, entries] = parsed(text);
  if (typeof action !== 'string' || pathWithin(action) !== action || !areEntries(entries)) return null;
  return againOf(action, entries);
}

function parsed(text: string): readonly unknown[] {
  try {
    const value: unknown = JSON.parse(text);
    return Array.isArray(value) ? value : [];
  } catch {
    return [];
  }
}

function areEntries(value: unknown): value is FormEntries {
  const isPair = (one: unknown): boolean =>
    Array.isArray(one) && one.length === 2 && one.every((part) => typeof part === 'string');
  return Array.isArray(value) && value.length <= mostFields && value.every(isPair);
}
