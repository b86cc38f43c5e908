import type { UserId } from '../../domain/kernel/ids';
import type { Details } from '../../domain/ticket/ticket.events';
import type { Names, TicketHistory } from './import-format';
import { changedFields, initialState, isReopening, applyRow, isFinalSolution, type IncidentState } from './servicenow.state';
import type { SourceState } from './servicenow.codes';
import { valueOf, stateOf, timeOf, type AuditRow } from './servicenow.rows';
import { TicketPlan } from './ticket-plan';

/** Context of planning one row. */
interface RowContext {
  readonly plan: TicketPlan;
  readonly names: Names;
  readonly row: AuditRow;
  readonly before: IncidentState;
  /** The ticket's own state. Changes while it is closed are noted, and applied when it is reopened. */
  readonly held: IncidentState;
  readonly now: IncidentState;
  /** True if no later row reopens the ticket, so the final code and solver belong to this solution. */
  readonly final: boolean;
}

/** Plans the commands of a ticket from the rows of one incident, in file order (docs/import.md, rules a to i). */
export function planIncident(rows: readonly AuditRow[], names: Names): TicketHistory {
  const plan = new TicketPlan();
  let before: IncidentState | null = null;
  let held: IncidentState | null = null;
  let touches = 0;
  rows.forEach((row, index) => {
    before ??= planOpening(plan, row, names);
    held ??= before;
    const planned = plan.steps.length;
    const now = applyRow(before, row);
    plan.startRow({ key: String(index + 1), row: row.row, at: timeOf(row, 'sys_updated_at'), by: person(row, names) });
    const isApplied = planRow({ plan, names, row, before, held, now, final: isFinalSolution(rows, index) });
    if (isApplied) held = now;
    if (index > 0 && plan.steps.length === planned) touches += 1;
    before = now;
  });
  return { steps: plan.steps, touches, lifted: plan.lifted };
}

function planOpening(plan: TicketPlan, row: AuditRow, names: Names): IncidentState {
  const first = initialState(row);
  const opener = valueOf(row, 'opened_by') ?? valueOf(row, 'sys_created_by') ?? valueOf(row, 'sys_updated_by');
  plan.startRow({ key: '0', row: row.row, at: timeOf(row, 'opened_at'), by: opener === null ? null : names.user(opener) });
  plan.addRecorded({
    type: 'OpenTicket',
    kind: 'service',
    engagement: 'own',
    requester: { contact: names.contact(first.caller) },
    priority: first.priority,
    title: [row.values.number, first.details.category, first.details.symptom].filter((part) => part !== undefined).join(' · '),
    description: '',
    details: first.details,
    watchers: [],
    waivers: (['acknowledgement', 'contract'] as const).map((gate) => ({ gate, reason: waiverReason, until: null })),
  });
  return first;
}

const waiverReason = 'Imported history: the source does not record whether this was done.';

function person(row: AuditRow, names: Names): UserId | null {
  const name = valueOf(row, 'sys_updated_by');
  return name === null ? null : names.user(name);
}

/** False if the row was only noted. */
function planRow(context: RowContext): boolean {
  const { plan, row, before, now } = context;
  const reopening = isReopening(before, now);
  if (plan.phase === 7 && !reopening) {
    noteOnClosedTicket(context);
    return false;
  }
  if (reopening) plan.reopen(`Set back to "${row.values.incident_state}" at the source.`);
  planDetails(context);
  planAssignment(context);
  const state = stateOf(row);
  if (state !== null) advances[state](context);
  const verdict = verdictOf(context);
  if (verdict !== null) plan.addRecorded({ type: 'NoteSourceRow', row: verdict });
  return true;
}

function verdictOf({ before, now }: RowContext): { readonly madeSla: boolean } | null {
  return now.madeSla === null || now.madeSla === before.madeSla ? null : { madeSla: now.madeSla };
}

const incidentFields = ['category', 'subcategory', 'symptom', 'configurationItem', 'location', 'impact', 'urgency'] as const;
const contextFields = ['channel', 'notify', 'problem', 'change', 'vendor', 'causedBy'] as const;

function planDetails({ plan, names, held, now }: RowContext): void {
  const described = changedFields(held.details, now.details, incidentFields);
  if (described !== null) plan.addRecorded({ type: 'ReviseDetails', details: described });
  if (held.priority !== now.priority) plan.addRecorded({ type: 'ChangePriority', priority: now.priority });
  const around = changedFields(held.details, now.details, contextFields);
  const requester = held.caller === now.caller ? {} : { requester: { contact: names.contact(now.caller) } };
  if (around !== null || held.caller !== now.caller)
    plan.addRecorded({ type: 'ReviseDetails', details: around ?? {}, ...requester });
}

function planAssignment({ plan, names, held, now }: RowContext): void {
  if (now.team !== null && now.team !== held.team) plan.route(names.team(now.team));
  if (now.technician === null || now.technician === held.technician || !plan.isHandled()) return;
  const technician = names.user(now.technician);
  if (technician !== plan.technician) plan.assign(technician);
}

/** The fewest commands that bring the ticket to the row's state. */
const advances: { readonly [state in SourceState]: (context: RowContext) => void } = {
  new: ({ plan, now }) => {
    plan.qualify();
    if (now.team !== null) plan.dispatch();
  },
  active: (context) => work(context, true),
  awaitingCustomer: (context) => wait(context, 'customer', null),
  awaitingVendor: (context) => wait(context, 'thirdParty', 'vendor'),
  awaitingProblem: (context) => wait(context, 'thirdParty', 'problem'),
  awaitingEvidence: (context) => wait(context, 'thirdParty', 'evidence'),
  awaitingOther: (context) => wait(context, 'thirdParty', 'on-hold'),
  resolved: solve,
  closed: ({ plan }) => {
    if (plan.phase === 6) plan.close('');
    else plan.reject('Closed at the source without having been resolved.');
  },
  cancelled: ({ plan }) => plan.reject('Cancelled at the source.'),
};

function work({ plan, names, now }: RowContext, shown: boolean): void {
  const unknown = now.team === null ? 'Unknown technician' : `Unknown technician (${now.team})`;
  plan.work(() => ({ id: names.user(now.technician ?? unknown), known: now.technician !== null }), shown);
}

function wait(context: RowContext, waitingFor: 'customer' | 'thirdParty', reason: string | null): void {
  if (context.plan.isWaiting(waitingFor, reason)) return;
  work(context, false);
  context.plan.wait(waitingFor, reason);
}

/** `closed_code` and `resolved_by` hold final values on every row, so only a lasting solution gets them. */
function solve(context: RowContext): void {
  const { plan, names, row, final } = context;
  if (plan.phase === 6) return;
  work(context, false);
  const code = final ? valueOf(row, 'closed_code') : null;
  const solver = final ? valueOf(row, 'resolved_by') : null;
  const by = solver === null ? plan.technician : names.user(solver);
  plan.solve({
    solution: '',
    ...(code === null ? {} : { code }),
    ...(by === null ? {} : { by }),
  });
}

/** A closed ticket accepts no changes, so later changes at the source are only noted. */
function noteOnClosedTicket(context: RowContext): void {
  const { plan, names, before, now } = context;
  const details: Details | null = changedFields(before.details, now.details, [...incidentFields, ...contextFields]);
  const row = {
    ...verdictOf(context),
    ...(now.team === null || now.team === before.team ? {} : { team: names.team(now.team) }),
    ...(now.priority === before.priority ? {} : { priority: now.priority }),
    ...(details === null ? {} : { details }),
  };
  if (Object.keys(row).length > 0) plan.addRecorded({ type: 'NoteSourceRow', row });
}
