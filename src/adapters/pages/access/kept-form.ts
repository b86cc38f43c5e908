import type { FormEntries } from '../../web/forms/read-form';
import { againOf, type SentAgain } from '../problems/sent-again';
import { pathWithin } from './within';

// Without a script, a form that was sent after the session had ended waits in the page to sign in.

/** Of a form for 200 tickets, and what else it holds. */
const mostFields = 300;

export function keepForm(action: string, entries: FormEntries): string {
  return JSON.stringify([action, entries.filter(([name]) => name !== 'form-token')]);
}

/** Null for text that is no form of ours. */
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
