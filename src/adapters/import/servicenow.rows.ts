import { reject } from '../../domain/kernel/errors';
import { isInstant, type Instant } from '../../domain/kernel/instant';
import type { Channel, Level, Priority } from '../../domain/ticket/ticket.events';

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
export type Column = (typeof columns)[number];

/** Row from 1, without the header. Values as exported, with white space normalised; `?` means not recorded. */
export interface AuditRow {
  readonly row: number;
  readonly values: Readonly<Record<Column, string>>;
}

const states = {
  New: 'new',
  Active: 'active',
  'Awaiting User Info': 'awaitingCustomer',
  'Awaiting Vendor': 'awaitingVendor',
  'Awaiting Problem': 'awaitingProblem',
  'Awaiting Evidence': 'awaitingEvidence',
  Resolved: 'resolved',
  Closed: 'closed',
  '-100': null,
} as const;
export type SourceState = Exclude<(typeof states)[keyof typeof states], null>;

const priorities: Readonly<Record<string, Priority>> = {
  '1 - Critical': 'critical',
  '2 - High': 'high',
  '3 - Moderate': 'moderate',
  '4 - Low': 'low',
};
const levels: Readonly<Record<string, Level>> = { '1 - High': 'high', '2 - Medium': 'medium', '3 - Low': 'low' };
const channels: Readonly<Record<string, Channel>> = {
  Phone: 'phone',
  Email: 'email',
  IVR: 'phone',
  'Self service': 'web',
  'Direct opening': 'other',
};

/** Null for a value that was not recorded, which never counts as a change. */
export function valueOf(row: AuditRow, column: Column): string | null {
  const value = row.values[column];
  return value === '?' || value === '' ? null : value;
}

/** Null if the row does not record the state (`?` and the source's `-100`). */
export const stateOf = (row: AuditRow): SourceState | null => coded(row, 'incident_state', states);
export const priorityOf = (row: AuditRow): Priority | null => coded(row, 'priority', priorities);
export const levelOf = (row: AuditRow, column: 'impact' | 'urgency'): Level | null => coded(row, column, levels);
export const channelOf = (row: AuditRow): Channel | null => coded(row, 'contact_type', channels);
export const madeSlaOf = (row: AuditRow): boolean | null => coded(row, 'made_sla', { true: true, false: false });

const pattern = /^(\d{1,2})\/(\d{1,2})\/(\d{4}) (\d{2}):(\d{2})$/;

/**
 * `29/2/2016 01:16`, read as UTC, because the source records no time zone.
 * @throws {DomainError} invalid
 */
export function timeOf(row: AuditRow, column: 'opened_at' | 'sys_updated_at'): Instant {
  const text = row.values[column];
  const [, day = '', month = '', year = '', hours = '', minutes = ''] = pattern.exec(text) ?? [];
  const instant = `${year}-${month.padStart(2, '0')}-${day.padStart(2, '0')}T${hours}:${minutes}:00.000Z`;
  return isSinceTheEpoch(instant) ? instant : unreadable(row, column, 'a time since 1970, such as 29/2/2016 01:16');
}

const isSinceTheEpoch = (instant: string): boolean => isInstant(instant) && instant >= '1970';

function coded<T>(row: AuditRow, column: Column, codes: Readonly<Record<string, T>>): T | null {
  const value = valueOf(row, column);
  if (value === null) return null;
  const code = Object.hasOwn(codes, value) ? codes[value] : undefined;
  return code === undefined ? unreadable(row, column, `one of ${Object.keys(codes).join(', ')}`) : code;
}

function unreadable(row: AuditRow, column: Column, allowed: string): never {
  const value = row.values[column];
  return reject('invalid', `Row ${row.row}: ${column} is ${JSON.stringify(value)}, but must be ${allowed} (or ? when unknown).`, {
    row: row.row,
    column,
    value,
  });
}
