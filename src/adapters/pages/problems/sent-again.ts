import type { FastifyRequest } from 'fastify';
import type { FormEntries } from '../../web/forms/read-form';

/** A form that can be sent again unchanged. Its Idempotency-Key prevents a second record. */
export interface SentAgain {
  readonly action: string;
  readonly fields: readonly { readonly name: string; readonly value: string }[];
  /** The input as text, for reading and copying. */
  readonly typed: readonly string[];
}

/** Secrets are never echoed, so users must type them again. */
const secret = /password|^current$|^again$|form-token/;
const wordsOfOurs: ReadonlySet<string> = new Set(['key', 'seen', 'kept', 'then', 'revision']);

export function sentAgain(request: FastifyRequest): SentAgain | null {
  const { method, sentForm, originalUrl } = request;
  return method !== 'POST' || sentForm === undefined ? null : againOf(originalUrl, sentForm.entries);
}

export function againOf(action: string, entries: FormEntries): SentAgain | null {
  if (entries.some(([name]) => name !== 'form-token' && secret.test(name))) return null;
  const fields = entries.filter(([name]) => name !== 'form-token').map(([name, value]) => ({ name, value }));
  const typed = fields.filter(({ name, value }) => !wordsOfOurs.has(name) && value.includes(' ')).map(({ value }) => value);
  return { action, fields, typed };
}

/** Whether the form has input worth keeping. */
export function isWorthKeeping(again: SentAgain | null): boolean {
  return again?.fields.some(({ name, value }) => !wordsOfOurs.has(name) && value.trim() !== '') === true;
}
