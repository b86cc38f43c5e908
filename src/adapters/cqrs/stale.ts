import { DomainError } from '../../domain/kernel/errors';

/** If-Match names another revision than the present one. */
export function stale(expected: number, current: number): DomainError {
  return new DomainError('stale', 'Somebody has changed this since you read it. Read it again, then decide again.', {
    expected,
    current,
  });
}
