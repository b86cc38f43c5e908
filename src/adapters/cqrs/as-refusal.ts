import { DomainError } from '../../domain/kernel/errors';
import { NotStorable } from '../eventstore/canonical';
import { AppendTooLarge, OutcomeUncertain, StoreUnavailable } from '../eventstore/errors';

/** What is to be said of a store that does not answer; null for every other error. */
function outageOf(error: unknown): string | null {
  if (error instanceof StoreUnavailable) return 'Nothing can be recorded at the moment, and nothing was. Try again soon.';
  if (!(error instanceof OutcomeUncertain)) return null;
  return 'The log does not answer, so nobody can say yet whether this was recorded. Send it again with the same Idempotency-Key: it is recorded once.';
}

/** Rethrows what is no refusal: a bug must stay one. */
export function asRefusal(error: unknown): DomainError {
  if (error instanceof DomainError) return error;
  if (error instanceof AppendTooLarge) {
    return new DomainError('too-large', 'One command may record at most 512 KiB. Send less text or attach it as a file.', {
      bytes: error.bytes,
      limit: error.limit,
    });
  }
  if (error instanceof NotStorable) return new DomainError('invalid', `${error.message}.`);
  const outage = outageOf(error);
  if (outage !== null) return Object.assign(new DomainError('unavailable', outage), { cause: error });
  throw error;
}
