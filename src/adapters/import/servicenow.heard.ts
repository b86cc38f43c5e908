import type { Details, Priority } from '../../domain/ticket/ticket.events';
import { channelOf, known, levelOf, madeSlaOf, priorityOf, stateOf, type AuditRow, type SourceState } from './servicenow.rows';

/** What the rows of an incident have said up to now: what a row leaves open (`?`) stands as it was. People and teams by name. */
export interface Heard {
  readonly state: SourceState | null;
  readonly caller: string;
  readonly details: Details;
  readonly priority: Priority;
  readonly team: string | null;
  readonly technician: string | null;
  /** Null: the source has not said yet. */
  readonly madeSla: boolean | null;
}

/** What the ticket is opened with. Team, state and the verdict of the source come as news of the first row. */
export function firstRow(row: AuditRow): Heard {
  return {
    state: null,
    caller: known(row, 'caller_id') ?? 'Unknown caller',
    details: detailsOf(row),
    priority: priorityOf(row) ?? 'moderate',
    team: null,
    technician: null,
    madeSla: null,
  };
}

export function listen(before: Heard, row: AuditRow): Heard {
  return {
    ...handed(before, row),
    state: stateOf(row) ?? before.state,
    caller: known(row, 'caller_id') ?? before.caller,
    details: { ...before.details, ...detailsOf(row) },
    priority: priorityOf(row) ?? before.priority,
    madeSla: madeSlaOf(row) ?? before.madeSla,
  };
}

/** Whoever was known belonged to the team before: of the new one nobody is, until a row names somebody. */
function handed(before: Heard, row: AuditRow): Pick<Heard, 'team' | 'technician'> {
  const team = known(row, 'assignment_group') ?? before.team;
  const moved = before.team !== null && team !== before.team;
  return { team, technician: known(row, 'assigned_to') ?? (moved ? null : before.technician) };
}

/** Of the given fields, those that differ now; null for none. */
export function changes(before: Details, now: Details, fields: readonly (keyof Details)[]): Details | null {
  const changed = fields.filter((field) => before[field] !== now[field]);
  return changed.length === 0 ? null : Object.fromEntries(changed.map((field) => [field, now[field]]));
}

const ended = (state: SourceState | null): boolean => state === 'resolved' || state === 'closed';

export function isReopening(before: Heard, now: Heard): boolean {
  return ended(before.state) && !ended(now.state);
}

export function wasSolvedForGood(rows: readonly AuditRow[], index: number): boolean {
  return rows.slice(index + 1).every((row) => stateOf(row) === null || ended(stateOf(row)));
}

function detailsOf(row: AuditRow): Details {
  const details: { readonly [field in keyof Details]: Details[field] | null } = {
    channel: channelOf(row),
    category: known(row, 'category'),
    subcategory: known(row, 'subcategory'),
    symptom: known(row, 'u_symptom'),
    configurationItem: known(row, 'cmdb_ci'),
    location: known(row, 'location'),
    impact: levelOf(row, 'impact'),
    urgency: levelOf(row, 'urgency'),
    notify: known(row, 'notify'),
    problem: known(row, 'problem_id'),
    change: known(row, 'rfc'),
    vendor: known(row, 'vendor'),
    causedBy: known(row, 'caused_by'),
  };
  return Object.fromEntries(Object.entries(details).filter(([, value]) => value !== null));
}
