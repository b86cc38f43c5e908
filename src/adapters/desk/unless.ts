import { DomainError, type ErrorCode } from '../../domain/kernel/errors';

/** For `catch`: returns the value for these refusals. Other errors are rethrown, so an outage is never taken for a missing record. */
export function unless<T>(value: T, ...codes: readonly [ErrorCode, ...ErrorCode[]]): (error: unknown) => T {
  return (error) => {
    if (error instanceof DomainError && codes.includes(error.code)) return value;
    throw error;
  };
}
