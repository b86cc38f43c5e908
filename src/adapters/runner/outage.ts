import { DomainError } from '../../domain/kernel/errors';
import { OutcomeUncertain, StoreUnavailable } from '../eventstore/errors';

/** A store that does not answer, whoever tells it: nothing is wrong with what was tried, so it is tried until the store is back. */
export function isOutage(error: unknown): boolean {
  if (error instanceof DomainError) return error.code === 'unavailable';
  return error instanceof StoreUnavailable || error instanceof OutcomeUncertain;
}
