import type { FastifyRequest } from 'fastify';
import type { FormEntries } from '../../web/forms/read-form';

/** A form that can be sent once more as it was, with its Idempotency-Key: recorded already, it is not recorded twice. */
export interface SentAgain {
  readonly action: string;
  readonly fields: readonly { readonly name: string; readonly value: string }[];
  /** What somebody typed, to be read and copied. */
  readonly typed: readonly string[];
}

/** Secrets are typed again. */
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

/** Whether a form holds anything that would be missed. */
export function isWorthKeeping(again: SentAgain | null): boolean {
  return again?.fields.some(({ name, value }) => !wordsOfOurs.has(name) && value.trim() !== '') === true;
}
