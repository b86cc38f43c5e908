import { DomainError } from '../../domain/kernel/errors';

/** Whether a refusal proves that nothing was recorded. When the log did not answer, a retry must send the same key. */
export function isCertain(refusal: unknown): refusal is DomainError {
  return refusal instanceof DomainError && refusal.code !== 'unavailable';
}
