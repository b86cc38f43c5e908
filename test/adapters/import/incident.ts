import { Readable } from 'node:stream';
import type { ImportStep, Names, Source, TicketHistory } from '../../../src/adapters/import/import-format';
import { servicenow } from '../../../src/adapters/import/servicenow.format';
import { separatorOf } from '../../../src/adapters/import/source-file';
import { columns, optionalColumns, type Column } from '../../../src/adapters/import/servicenow.rows';

export type RowValues = { readonly [column in Column]?: string };

const usual: { readonly [column in Column]: string } = {
  number: 'INC0000001',
  incident_state: 'New',
  made_sla: '?',
  caller_id: 'Caller 1',
  opened_by: 'Opened by  8',
  opened_at: '29/2/2016 01:16',
  sys_created_by: 'Created by 6',
  sys_updated_by: 'Updated by 21',
  sys_updated_at: '29/2/2016 01:23',
  contact_type: 'Phone',
  location: 'Location 143',
  category: 'Category 55',
  subcategory: 'Subcategory 170',
  u_symptom: 'Symptom 72',
  cmdb_ci: '?',
  impact: '2 - Medium',
  urgency: '2 - Medium',
  priority: '3 - Moderate',
  assignment_group: 'Group 56',
  assigned_to: '?',
  notify: 'Do Not Notify',
  problem_id: '?',
  rfc: '?',
  vendor: '?',
  caused_by: '?',
  closed_code: 'code 5',
  resolved_by: 'Resolved by 149',
  hold_reason: '',
};

/** An export of default rows, changed by the given values. */
export function csv(...rows: readonly RowValues[]): string {
  const header = [...columns, ...optionalColumns];
  const lines = rows.map((row) => header.map((column) => row[column] ?? usual[column]).join(','));
  return [header.join(','), ...lines].join('\n') + '\n';
}

/** Readable ids for examples. */
export const plainNames: Names = {
  contact: (name) => `contact ${name}`,
  user: (name) => `user ${name}`,
  team: (name) => `team ${name}`,
};

/** A file as the format reads it. */
export function sourceOf(text: string, given: Partial<Omit<Source, 'text'>> = {}): Source {
  return { text: Readable.from([text]), separator: separatorOf(text.split('\n', 1)[0] ?? ''), mapping: {}, ...given };
}

export async function historyOf(...rows: readonly RowValues[]): Promise<TicketHistory> {
  for await (const ticket of servicenow.read(sourceOf(csv(...rows)))) return ticket.plan(plainNames);
  throw new Error('there are no rows');
}

/** One line per step. `~` marks steps that the source does not record. */
export function told({ steps }: TicketHistory): readonly string[] {
  return steps.map((step) => `${step.implied ? '~' : ''}${step.command.type}${detail(step)}`);
}

function detail({ command }: ImportStep): string {
  switch (command.type) {
    case 'RouteTicket':
      return ` ${command.team}`;
    case 'AssignTicket':
      return ` ${command.technician}`;
    case 'ChangeSubStatus':
      return ` ${command.waitingFor ?? 'nobody'} ${command.reason ?? ''}`.trimEnd();
    case 'EnterSolution':
      return ` ${command.code ?? 'without code'} by ${String(command.by)}`;
    default:
      return '';
  }
}
