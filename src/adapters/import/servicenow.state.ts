import type { Details, Priority } from '../../domain/ticket/ticket.events';
import type { SourceState } from './servicenow.codes';
import { channelOf, valueOf, levelOf, madeSlaOf, priorityOf, stateOf, type AuditRow } from './servicenow.rows';

/** State of an incident after its rows so far. An unknown value (`?`) leaves the earlier one. People and teams by name. */
export interface IncidentState {
  readonly state: SourceState | null;
  readonly caller: string;
  readonly details: Details;
  readonly priority: Priority;
  readonly team: string | null;
  readonly technician: string | null;
  /** Null until the source records it. */
  readonly madeSla: boolean | null;
}

/** Values the ticket is opened with. Team, state and SLA result follow as changes of the first row. */
export function initialState(row: AuditRow): IncidentState {
  return {
    state: null,
    caller: valueOf(row, 'caller_id') ?? 'Unknown caller',
    details: detailsOf(row),
    priority: priorityOf(row) ?? 'moderate',
    team: null,
    technician: null,
    madeSla: null,
  };
}

export function applyRow(before: IncidentState, row: AuditRow): IncidentState {
  return {
    ...assignmentOf(before, row),
    state: stateOf(row) ?? before.state,
    caller: valueOf(row, 'caller_id') ?? before.caller,
    details: { ...before.details, ...detailsOf(row) },
    priority: priorityOf(row) ?? before.priority,
    madeSla: madeSlaOf(row) ?? before.madeSla,
  };
}

/** A technician belongs to a team, so a new team has none until a row names one. */
function assignmentOf(before: IncidentState, row: AuditRow): Pick<IncidentState, 'team' | 'technician'> {
  const team = valueOf(row, 'assignment_group') ?? before.team;
  const moved = before.team !== null && team !== before.team;
  return { team, technician: valueOf(row, 'assigned_to') ?? (moved ? null : before.technician) };
}

/** Those of the given fields that changed, or null if none did. */
export function changedFields(before: Details, now: Details, fields: readonly (keyof Details)[]): Details | null {
  const changed = fields.filter((field) => before[field] !== now[field]);
  return changed.length === 0 ? null : Object.fromEntries(changed.map((field) => [field, now[field]]));
}

const isEnded = (state: SourceState | null): boolean => state === 'resolved' || state === 'closed' || state === 'cancelled';

export function isReopening(before: IncidentState, now: IncidentState): boolean {
  return isEnded(before.state) && !isEnded(now.state);
}

export function isFinalSolution(rows: readonly AuditRow[], index: number): boolean {
  return rows.slice(index + 1).every((row) => stateOf(row) === null || isEnded(stateOf(row)));
}

function detailsOf(row: AuditRow): Details {
  const details: { readonly [field in keyof Details]: Details[field] | null } = {
    channel: channelOf(row),
    category: valueOf(row, 'category'),
    subcategory: valueOf(row, 'subcategory'),
    symptom: valueOf(row, 'u_symptom'),
    configurationItem: valueOf(row, 'cmdb_ci'),
    location: valueOf(row, 'location'),
    impact: levelOf(row, 'impact'),
    urgency: levelOf(row, 'urgency'),
    notify: valueOf(row, 'notify'),
    problem: valueOf(row, 'problem_id'),
    change: valueOf(row, 'rfc'),
    vendor: valueOf(row, 'vendor'),
    causedBy: valueOf(row, 'caused_by'),
  };
  return Object.fromEntries(Object.entries(details).filter(([, value]) => value !== null));
}
