import type { Values } from './value';

/**
 * Every error code: a public, stable name (`/problems/<code>`). adapters/web/problems/problem-catalogue.ts maps each to its HTTP
 * status.
 */
export const errorCodes = [
  'invalid', // a value is invalid; `fields` names it and what is allowed
  'not-permitted', // the asker lacks the permission that `permission` names
  'not-handler', // another organisation has custody
  'not-assignee',
  'not-creator',
  'unknown', // it does not exist, or the asker may not see it
  'wrong-phase', // `allowed`, which the desk adds, lists what is possible now
  'gate-not-met', // `gates` lists the unmet conditions
  'occurred-at-out-of-range',
  'target-not-allowed', // this organisation cannot receive the ticket; `targets` lists those that can
  'merge-refused', // with itself, across owners, in a cycle, or merged already
  'already-exists', // a unique value is in use
  'conflict', // concurrent changes, three times in a row
  'stale', // If-Match names an older revision
  'precondition-required',
  'idempotency-key-reused', // same key, different body
  'too-large', // one append exceeds 512 KiB
  'upgrade-in-progress', // the stream holds an event type that this version does not know
  'unavailable', // a store does not respond, or its disk is full
] as const;
export type ErrorCode = (typeof errorCodes)[number];

/** A refusal: an expected answer, never a bug. `facts` become members of the problem document. */
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

/** If-Match does not name the current revision. */
export function stale(expected: number, current: number): DomainError {
  return new DomainError(
    'stale',
    'Somebody changed this after you read it. Read it again, then repeat your change if it still applies.',
    {
      expected,
      current,
    },
  );
}

/** @throws {DomainError} always */
export function reject(code: ErrorCode, detail: string, facts: Values = {}): never {
  throw new DomainError(code, detail, facts);
}
