import { reject } from '../../domain/kernel/errors';
import { day, minute, plus, type Instant } from '../../domain/kernel/instant';
import type { CommandRequest } from './execute-command';

const maxAhead = 5 * minute;
const maxBack = 31 * day;

/**
 * When it happened: typed within bounds (docs/domain.md "Time"), else now. Imported history may lie in any past.
 * @throws {DomainError} occurred-at-out-of-range
 */
export function occurredAt(request: CommandRequest, now: Instant): Instant {
  const typed = request.occurredAt;
  if (typed === undefined) return now;
  const latest = plus(now, maxAhead);
  const earliest = request.origin?.source === undefined ? plus(now, -maxBack) : null;
  if (typed <= latest && (earliest === null || typed >= earliest)) return typed;
  return reject(
    'occurred-at-out-of-range',
    `"occurredAt" may be at most 5 minutes ahead and 31 days back; leave it out to mean now.`,
    { occurredAt: typed, earliest, latest },
  );
}
