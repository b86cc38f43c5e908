import { DomainError } from '../../domain/kernel/errors';

export interface FieldError {
  /** Path in the request, such as `details.postalCode` or `If-Match`. */
  readonly field: string;
  /** What is wrong, and what is allowed. */
  readonly message: string;
}

/** Maximum number of field errors in one answer. */
export const maxErrors = 50;

/** @throws {DomainError} invalid, always */
export function refuseFields(errors: readonly [FieldError, ...FieldError[]]): never {
  throw refusalOfFields(errors);
}

export function refusalOfFields(errors: readonly [FieldError, ...FieldError[]]): DomainError {
  const shown = errors.slice(0, maxErrors).map(({ field, message }) => ({ field, message }));
  return new DomainError('invalid', detailOf(errors), { errors: shown });
}

function detailOf(errors: readonly [FieldError, ...FieldError[]]): string {
  const [{ field, message }] = errors;
  if (errors.length > maxErrors) return `More than ${maxErrors} fields are wrong; "errors" lists the first ${maxErrors}.`;
  return errors.length === 1 ? `${field}: ${message}` : `${errors.length} fields are wrong, see "errors".`;
}
