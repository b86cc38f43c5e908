import { DomainError } from '../../domain/kernel/errors';
import { NotStorable } from '../eventstore/canonical';
import { AppendTooLarge, OutcomeUncertain, StoreUnavailable } from '../eventstore/errors';

/** The message for a store that does not respond. Null for every other error. */
function outageOf(error: unknown): string | null {
  if (error instanceof StoreUnavailable)
    return 'Nothing can be recorded at the moment, so your change was not saved. Try again soon.';
  if (!(error instanceof OutcomeUncertain)) return null;
  return 'The log does not respond, so it is unknown whether your change was recorded. Send it again with the same Idempotency-Key; it is recorded only once.';
}

/** Rethrows everything else, so that a bug is never reported as a refusal. */
export function asRefusal(error: unknown): DomainError {
  if (error instanceof DomainError) return error;
  if (error instanceof AppendTooLarge) {
    return new DomainError('too-large', 'One command can record at most 512 KiB. Send less text, or attach it as a file.', {
      bytes: error.bytes,
      limit: error.limit,
    });
  }
  if (error instanceof NotStorable) return new DomainError('invalid', `${error.message}.`);
  const outage = outageOf(error);
  if (outage !== null) return Object.assign(new DomainError('unavailable', outage), { cause: error });
  throw error;
}
