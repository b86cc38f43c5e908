import { DomainError, type ErrorCode } from '../../domain/kernel/errors';

/** For a `catch`: the value where the refusal is one of these codes. Every other error goes on, so an outage is never taken for "not there". */
export function unless<T>(value: T, ...codes: readonly [ErrorCode, ...ErrorCode[]]): (error: unknown) => T {
  return (error) => {
    if (error instanceof DomainError && codes.includes(error.code)) return value;
    throw error;
  };
}
