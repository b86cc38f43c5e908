import { ERASED } from '../../../domain/kernel/event';
import type { TicketDetail } from '../../../projections/tickets/ticket-detail.document';
import { statusKey } from '../tickets/status-key';
import type { Words } from './change';

const readable = (text: string | null): string | null => (text === ERASED ? null : text);
const worded: ReadonlySet<string> = new Set(['channel', 'impact', 'urgency']);

/** View of then.hbs: a ticket as of a revision. */
export function thenView(ticket: TicketDetail, { names, t, formats }: Words) {
  const named = (id: string | null): string | null => (id === null ? null : (names[id] ?? '–'));
  const { requester, owner, solution, closure, waiting } = ticket;
  const rows: readonly (readonly [label: string, text: string | null])[] = [
    ['forms.fields.technician', named(ticket.assignee)],
    ['forms.fields.team', named(ticket.team)],
    ['forms.fields.priority', t(`forms.values.${ticket.priority}`)],
    ['forms.fields.percent', formats.percent(ticket.percent)],
    ['tickets.side.handler', named(ticket.handler)],
    ['tickets.side.owner', named(owner.user)],
    ['forms.fields.requester', named('user' in requester ? requester.user : requester.contact)],
    ['tickets.side.watchers', ticket.watchers.length === 0 ? null : formats.number(ticket.watchers.length)],
    ['forms.fields.files', ticket.files.length === 0 ? null : formats.number(ticket.files.length)],
    ['forms.fields.duplicates', ticket.duplicates.length === 0 ? null : formats.number(ticket.duplicates.length)],
    ...Object.entries(ticket.details).map(
      ([key, value]) => [`forms.fields.${key}`, worded.has(key) ? t(`forms.values.${value}`) : value] as const,
    ),
  ];
  return {
    ...{ status: statusKey(ticket), phase: ticket.phase, openedAt: ticket.openedAt },
    kind: t(`forms.values.${ticket.kind}`),
    engagement: t(`forms.values.${ticket.engagement}`),
    customer: named(ticket.ownerOrganisation),
    title: readable(ticket.title),
    description: readable(ticket.description),
    steps: [1, 2, 3, 4, 5, 6, 7].map((step) => ({ step, isDone: step < ticket.phase, isNow: step === ticket.phase })),
    waiting: waiting === null ? null : { for: waiting.for, since: waiting.since },
    solution: solution === null ? null : { text: readable(solution.text), at: solution.at, by: named(solution.by) },
    closure: closure === null ? null : { resolution: closure.resolution, summary: readable(closure.summary), at: closure.at },
    rows: rows.map(([label, text]) => ({ label: t(label), text })),
  };
}
