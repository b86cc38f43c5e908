import { DomainError } from '../../domain/kernel/errors';
import { OutcomeUncertain, StoreUnavailable } from '../eventstore/errors';

/** The store is down, so nothing is wrong with the work itself. Retry until the store is back. */
export function isOutage(error: unknown): boolean {
  if (error instanceof DomainError) return error.code === 'unavailable';
  return error instanceof StoreUnavailable || error instanceof OutcomeUncertain;
}
