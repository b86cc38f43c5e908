import type { UserId } from '../../domain/kernel/ids';
import type { Details } from '../../domain/ticket/ticket.events';
import type { Names, TicketHistory } from './import-format';
import { changes, firstRow, isReopening, listen, wasSolvedForGood, type Heard } from './servicenow.heard';
import { known, stateOf, timeOf, type AuditRow, type SourceState } from './servicenow.rows';
import { TicketPlan } from './ticket-plan';

/** One row being followed. */
interface Following {
  readonly plan: TicketPlan;
  readonly names: Names;
  readonly row: AuditRow;
  readonly before: Heard;
  readonly now: Heard;
  /** No later row opens the ticket again, so the final code and solver belong to this solution. */
  readonly final: boolean;
}

/** The rows of one incident, in file order, as the commands of a ticket (docs/import.md, rules a to i). */
export function planIncident(rows: readonly AuditRow[], names: Names): TicketHistory {
  const plan = new TicketPlan();
  let before: Heard | null = null;
  let touches = 0;
  rows.forEach((row, index) => {
    before ??= open(plan, row, names);
    const planned = plan.steps.length;
    const now = listen(before, row);
    plan.begin({ key: String(index + 1), row: row.row, at: timeOf(row, 'sys_updated_at'), by: person(row, names) });
    follow({ plan, names, row, before, now, final: wasSolvedForGood(rows, index) });
    if (index > 0 && plan.steps.length === planned) touches += 1;
    before = now;
  });
  return { steps: plan.steps, touches, lifted: plan.lifted };
}

function open(plan: TicketPlan, row: AuditRow, names: Names): Heard {
  const first = firstRow(row);
  const opener = known(row, 'opened_by') ?? known(row, 'sys_created_by') ?? known(row, 'sys_updated_by');
  plan.begin({ key: '0', row: row.row, at: timeOf(row, 'opened_at'), by: opener === null ? null : names.user(opener) });
  plan.shown({
    type: 'OpenTicket',
    kind: 'service',
    engagement: 'own',
    requester: { contact: names.contact(first.caller) },
    priority: first.priority,
    title: [row.values.number, first.details.category, first.details.symptom].filter((part) => part !== undefined).join(' · '),
    description: '',
    details: first.details,
    watchers: [],
    waivers: (['acknowledgement', 'contract'] as const).map((gate) => ({ gate, reason: waived, until: null })),
  });
  return first;
}

const waived = 'Imported history: the source does not record whether this was done.';

function person(row: AuditRow, names: Names): UserId | null {
  const name = known(row, 'sys_updated_by');
  return name === null ? null : names.user(name);
}

function follow(following: Following): void {
  const { plan, row, before, now } = following;
  const reopening = isReopening(before, now);
  if (plan.phase === 7 && !reopening) {
    note(following);
    return;
  }
  if (reopening) plan.reopen(`Set back to "${row.values.incident_state}" at the source.`);
  revise(following);
  hand(following);
  const state = stateOf(row);
  if (state !== null) advances[state](following);
  const verdict = verdictOf(following);
  if (verdict !== null) plan.shown({ type: 'NoteSourceRow', row: verdict });
}

function verdictOf({ before, now }: Following): { readonly madeSla: boolean } | null {
  return now.madeSla === null || now.madeSla === before.madeSla ? null : { madeSla: now.madeSla };
}

const whatAndWhere = ['category', 'subcategory', 'symptom', 'configurationItem', 'location', 'impact', 'urgency'] as const;
const aroundIt = ['channel', 'notify', 'problem', 'change', 'vendor', 'causedBy'] as const;

function revise({ plan, names, before, now }: Following): void {
  const described = changes(before.details, now.details, whatAndWhere);
  if (described !== null) plan.shown({ type: 'ReviseDetails', details: described });
  if (before.priority !== now.priority) plan.shown({ type: 'ChangePriority', priority: now.priority });
  const around = changes(before.details, now.details, aroundIt);
  const requester = before.caller === now.caller ? {} : { requester: { contact: names.contact(now.caller) } };
  if (around !== null || before.caller !== now.caller) plan.shown({ type: 'ReviseDetails', details: around ?? {}, ...requester });
}

function hand({ plan, names, before, now }: Following): void {
  if (now.team !== null && now.team !== before.team) plan.route(names.team(now.team));
  if (now.technician === null || now.technician === before.technician || !plan.isHandled()) return;
  const technician = names.user(now.technician);
  if (technician !== plan.technician) plan.assign(technician);
}

/** The shortest way to where the row shows the ticket; nothing where it is there already. */
const advances: { readonly [state in SourceState]: (following: Following) => void } = {
  new: ({ plan, now }) => {
    plan.qualify();
    if (now.team !== null) plan.dispatch();
  },
  active: (following) => work(following, true),
  awaitingCustomer: (following) => wait(following, 'customer', null),
  awaitingVendor: (following) => wait(following, 'thirdParty', 'vendor'),
  awaitingProblem: (following) => wait(following, 'thirdParty', 'problem'),
  awaitingEvidence: (following) => wait(following, 'thirdParty', 'evidence'),
  resolved: solve,
  closed: ({ plan }) => {
    if (plan.phase === 6) plan.close('');
    else plan.reject('Closed at the source without having been resolved.');
  },
};

function work({ plan, names, now }: Following, shown: boolean): void {
  const unknown = now.team === null ? 'Unknown technician' : `Unknown technician (${now.team})`;
  plan.work(() => ({ id: names.user(now.technician ?? unknown), known: now.technician !== null }), shown);
}

function wait(following: Following, waitingFor: 'customer' | 'thirdParty', reason: string | null): void {
  if (following.plan.isWaiting(waitingFor, reason)) return;
  work(following, false);
  following.plan.wait(waitingFor, reason);
}

/** `closed_code` and `resolved_by` hold final values on every row, so a solution that did not last has neither. */
function solve(following: Following): void {
  const { plan, names, row, final } = following;
  if (plan.phase === 6) return;
  work(following, false);
  const code = final ? known(row, 'closed_code') : null;
  const solver = final ? known(row, 'resolved_by') : null;
  const by = solver === null ? plan.technician : names.user(solver);
  plan.solve({
    solution: '',
    ...(code === null ? {} : { code }),
    ...(by === null ? {} : { by }),
  });
}

/** A closed ticket takes no changes; what the source goes on to say of it is kept as it is. */
function note(following: Following): void {
  const { plan, names, before, now } = following;
  const details: Details | null = changes(before.details, now.details, [...whatAndWhere, ...aroundIt]);
  const row = {
    ...verdictOf(following),
    ...(now.team === null || now.team === before.team ? {} : { team: names.team(now.team) }),
    ...(now.priority === before.priority ? {} : { priority: now.priority }),
    ...(details === null ? {} : { details }),
  };
  if (Object.keys(row).length > 0) plan.shown({ type: 'NoteSourceRow', row });
}
