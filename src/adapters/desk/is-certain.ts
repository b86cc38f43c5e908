import { DomainError } from '../../domain/kernel/errors';

/** A refusal after which nothing was recorded. Where the log did not answer, nobody knows, so only the same key may be sent again. */
export function isCertain(refusal: unknown): refusal is DomainError {
  return refusal instanceof DomainError && refusal.code !== 'unavailable';
}
