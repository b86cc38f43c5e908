import { DomainError } from '../../domain/kernel/errors';

/** Whether nothing was recorded: where the log did not answer, nobody knows. */
export function isCertain(refusal: unknown): boolean {
  return refusal instanceof DomainError && refusal.code !== 'unavailable';
}
