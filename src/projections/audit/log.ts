import type { Audience, FactActor, Origin, UserActor } from '../../domain/kernel/event';
import type { Values } from '../../domain/kernel/value';
import type { Condition, Document } from '../kernel/documents.port';
import type { Projection, SeenFact } from '../kernel/projection';
import { isStaff, type Actor } from '../../domain/people/actor';
import { can } from '../../domain/people/rights';
import { plain, type Plain } from '../kernel/plain';
import { shown, type Shown } from '../kernel/shown';
import { lineId } from '../kernel/line-id';

/** One fact as the log tab and the auditor see it: everything except sealed values. Ids sort in the order of each stream. */
export interface LogLine extends Document {
  readonly stream: string;
  readonly revision: number;
  readonly logIndex: number;
  readonly type: string;
  readonly occurredAt: string;
  readonly recordedAt: string;
  readonly audience: Audience;
  readonly origin: Plain<Origin>;
  readonly actor: Plain<FactActor>;
  /** The user who acted; null for the system. */
  readonly byUser: string | null;
  readonly onBehalfOf: Plain<UserActor> | null;
  readonly command: string;
  readonly correlationId: string;
  readonly contentHash: string;
  readonly hash: string;
  readonly data: Values;
}

export const logEveryone = logOf('everyone', 'log-everyone');
/** The facts for staff only. Staff see both logs in one order (merged-page.ts). */
export const logStaffOnly = logOf('staff', 'log-staff-only');

function logOf(audience: Audience, name: string): Projection<LogLine> {
  return {
    name,
    version: 2,
    audience,
    // Both grow at their end, and are read from there (ask-trail.ts).
    indexes: [{ fields: [{ field: 'recordedAt' }] }, { fields: [{ field: 'byUser' }, { field: 'recordedAt' }] }],
    handles: 'all',
    opens: [],
    keys: (fact) => (fact.audience === audience ? [lineId(fact.stream, fact.revision)] : []),
    begins: () => true,
    fold: (_, fact, key) => lineOf(fact, key),
  };
}

function lineOf(fact: SeenFact, key: string): LogLine {
  return {
    _id: key,
    stream: fact.stream,
    revision: fact.revision,
    logIndex: fact.logIndex,
    type: fact.type,
    occurredAt: fact.occurredAt,
    recordedAt: fact.recordedAt,
    audience: fact.audience,
    correlationId: fact.correlationId,
    contentHash: fact.contentHash,
    hash: fact.hash,
    origin: plain(fact.origin),
    actor: plain(fact.actor),
    byUser: 'user' in fact.actor ? fact.actor.user : null,
    onBehalfOf: plain(fact.onBehalfOf),
    command: fact.command.id,
    data: fact.data as Values,
  };
}

/** The lines of one stream, oldest first. Their ids begin with its name and "/", and "0" is the character after "/". */
export function ofStream(stream: string): readonly Condition[] {
  return [{ field: '_id', gt: `${stream}/`, lt: `${stream}0` }];
}

/** A line as somebody sees it. */
export type ShownLogLine = Omit<Shown<LogLine>, 'logIndex'> & { readonly logIndex: number | null };

/** Two numbers of facts tell how much everybody recorded between them, so only the root's staff and auditors among staff see them. */
export const maySeeLogIndex = (actor: Actor): boolean =>
  actor.organisationKind === 'admin' || (isStaff(actor) && can(actor, 'audit.verify'));

export function shownLogLine(actor: Actor, line: LogLine): ShownLogLine {
  return { ...shown(line), logIndex: maySeeLogIndex(actor) ? line.logIndex : null };
}
