import { reject } from '../../domain/kernel/errors';
import type { Instant } from '../../domain/kernel/instant';
import type { Channel, Level, Priority } from '../../domain/ticket/ticket.events';
import type { Mapping } from './mapping';
import { channels, holdReasons, levels, priorities, states, truths, type Codes, type SourceState } from './servicenow.codes';
import { instantFrom } from './times';

export const columns = [
  'number',
  'incident_state',
  'made_sla',
  'caller_id',
  'opened_by',
  'opened_at',
  'sys_created_by',
  'sys_updated_by',
  'sys_updated_at',
  'contact_type',
  'location',
  'category',
  'subcategory',
  'u_symptom',
  'cmdb_ci',
  'impact',
  'urgency',
  'priority',
  'assignment_group',
  'assigned_to',
  'notify',
  'problem_id',
  'rfc',
  'vendor',
  'caused_by',
  'closed_code',
  'resolved_by',
] as const;
/** Columns of newer exports. */
export const optionalColumns = ['hold_reason'] as const;
export type Column = (typeof columns)[number] | (typeof optionalColumns)[number];

/** Row from 1, without the header. Values as exported, with white space normalised; `?` means not recorded. */
export interface AuditRow {
  readonly row: number;
  readonly values: Readonly<Record<Column, string>>;
  readonly mapping: Mapping;
  /** Why the row is unreadable. */
  readonly problem: string | null;
}

/** Null for a value that was not recorded, which never counts as a change. */
export function valueOf(row: AuditRow, column: Column): string | null {
  const value = row.values[column];
  return value === '?' || value === '' ? null : value;
}

/** Null if the row does not record the state (`?` and the source's `-100`). */
export function stateOf(row: AuditRow): SourceState | null {
  const state = coded(row, 'incident_state', states);
  if (state !== 'onHold') return state === 'unrecorded' ? null : state;
  return coded(row, 'hold_reason', holdReasons) ?? 'awaitingOther';
}

export const priorityOf = (row: AuditRow): Priority | null => coded(row, 'priority', priorities);
export const levelOf = (row: AuditRow, column: 'impact' | 'urgency'): Level | null => coded(row, column, levels);
export const channelOf = (row: AuditRow): Channel | null => coded(row, 'contact_type', channels);
export const madeSlaOf = (row: AuditRow): boolean | null => coded(row, 'made_sla', truths);

/**
 * Reads `29/2/2016 01:16`, ISO 8601 or a spreadsheet's serial date. UTC unless it has an offset.
 * @throws {DomainError} invalid
 */
export function timeOf(row: AuditRow, column: 'opened_at' | 'sys_updated_at'): Instant {
  const { dates = 'dmy' } = row.mapping;
  const example = dates === 'dmy' ? '29/2/2016 01:16 (day, month, year)' : '2/29/2016 01:16 (month, day, year)';
  return (
    instantFrom(row.values[column], dates) ??
    unreadable(row, column, `a time since 1970, such as ${example} or 2016-02-29T01:16:00Z`)
  );
}

function coded<T>(row: AuditRow, column: Column, codes: Codes<T>): T | null {
  const value = valueOf(row, column);
  if (value === null) return null;
  const said = row.mapping[codes.table ?? 'states'];
  const word = codes.table === null ? value : (said?.[value] ?? value);
  const code = codes.read(word);
  return code ?? unreadable(row, column, `one of ${codes.known.join(', ')}`);
}

function unreadable(row: AuditRow, column: Column, allowed: string): never {
  const value = row.values[column];
  return reject('invalid', `Row ${row.row}: ${column} is ${JSON.stringify(value)}, but must be ${allowed} (or ? when unknown).`, {
    row: row.row,
    column,
    value,
  });
}
