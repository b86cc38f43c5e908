import { reject } from '../../domain/kernel/errors';
import { day, later, minute, plus, type Instant } from '../../domain/kernel/instant';
import type { CommandRequest } from './execute-command';

const maxAhead = 5 * minute;
const maxBack = 31 * day;
/** No import is older. A source may write 16 for 2016, which would stretch every report over two thousand years. */
const earliestImported = '1970-01-01T00:00:00.000Z';

/** The times that bound a command. */
export interface Clocks {
  readonly clock: Instant;
  /** The clock's time, never before the stream's last fact. */
  readonly now: Instant;
  /** When the latest step happened, as its command stated. */
  readonly latest: Instant | null;
}

/**
 * A step may be dated up to five minutes ahead, and a clock may have been fast. So that neither blocks the next step, a time near now is raised
 * to the time of the previous step.
 * @throws {DomainError} occurred-at-out-of-range
 */
export function liftedOccurredAt(request: CommandRequest, { clock, now, latest }: Clocks): Instant {
  const isAboutNow = (request.occurredAt ?? clock) >= plus(clock, -maxAhead);
  const isBehind = latest !== null && latest > clock;
  if (request.origin?.source !== undefined || !isBehind || !isAboutNow) return occurredAt(request, now);
  return later(occurredAt(request, now), latest);
}

/**
 * When it happened: as entered, within limits (docs/domain.md "Time"), else now. Imported history may begin in 1970.
 * @throws {DomainError} occurred-at-out-of-range
 */
export function occurredAt(request: CommandRequest, now: Instant): Instant {
  const typed = request.occurredAt;
  if (typed === undefined) return now;
  const latest = plus(now, maxAhead);
  const earliest = request.origin?.source === undefined ? plus(now, -maxBack) : earliestImported;
  if (typed <= latest && typed >= earliest) return typed;
  return reject(
    'occurred-at-out-of-range',
    `"occurredAt" may be at most 5 minutes ahead and 31 days back (imported: from 1970). Leave it out to mean now.`,
    { occurredAt: typed, earliest, latest },
  );
}
