import type { Values } from './value';

/**
 * Every way a request can be refused. The HTTP status of each stands in one table (adapters/web/problems/problem-catalogue.ts);
 * the code is the public, stable name (`/problems/<code>`).
 */
export const errorCodes = [
  'invalid', // a value has the wrong form; `fields` says which and what is allowed
  'not-permitted', // the permission is missing; `permission` says which
  'not-handler', // custody lies with another organisation
  'not-assignee',
  'not-creator',
  'unknown', // no such thing, or none the asker may see
  'wrong-phase', // the desk adds `allowed`: what is possible now
  'gate-not-met', // `gates` lists what is missing before the next phase
  'occurred-at-out-of-range',
  'target-not-allowed', // forward or return to an organisation that cannot receive it; `targets` lists those that can
  'merge-refused', // itself, another owner, a cycle, already merged
  'already-exists', // a unique value is taken
  'conflict', // somebody else changed the same thing at the same time, three times in a row
  'stale', // If-Match names an older revision
  'precondition-required',
  'idempotency-key-reused', // the same key with another body
  'too-large', // one append holds at most 512 KiB
  'upgrade-in-progress', // the stream holds a type this version does not know
  'unavailable', // a store does not answer, or its disk is full
] as const;
export type ErrorCode = (typeof errorCodes)[number];

/** A refusal: an expected answer, never a bug. `facts` are machine-readable members of the problem document. */
export class DomainError extends Error {
  constructor(
    readonly code: ErrorCode,
    detail: string,
    readonly facts: Values = {},
  ) {
    super(detail);
    this.name = 'DomainError';
  }
}

/** If-Match names another revision than the present one. */
export function stale(expected: number, current: number): DomainError {
  return new DomainError('stale', 'Somebody has changed this since you read it. Read it again, then decide again.', {
    expected,
    current,
  });
}

/** @throws {DomainError} always */
export function reject(code: ErrorCode, detail: string, facts: Values = {}): never {
  throw new DomainError(code, detail, facts);
}
