import { statusKey } from '../tickets/status-key';
import type { TicketView } from '../../desk/tickets/ticket-reader';
import { readable } from '../tickets/readable';

/** The side cards: handling, watchers, times and details. */
export function sideView(ticket: TicketView, now: string) {
  const commands = new Set(ticket.allowed.map(({ command }) => command));
  const machine = machineOf(ticket);
  return {
    facts: handlingOf(ticket, commands),
    watchers: ticket.watchers.map(({ id, email, kinds, number }) => ({
      ...{ id, kinds, email: readable(email), origin: number === ticket.number ? null : number },
      mayRemove: commands.has('remove-watcher') && number === ticket.number,
    })),
    mayWatch: commands.has('add-watcher'),
    times: timesOf(ticket, now),
    mayRevise: commands.has('revise-details'),
    machine,
    showsMachine: machine.length > 0 || commands.has('revise-details'),
  };
}

/** Each value with an edit button, if the reader may change it. */
function handlingOf(ticket: TicketView, commands: ReadonlySet<string>) {
  const { names, assignee, team, handler, owner, priority, percent } = ticket;
  const pencil = (...wanted: readonly string[]): string | null => wanted.find((one) => commands.has(one)) ?? null;
  const person = (id: string | null): string | null => (id === null ? null : (names[id] ?? '–'));
  return [
    { key: 'technician', text: person(assignee), person: person(assignee), edit: pencil('assign') },
    { key: 'team', text: team === null ? null : (names[team] ?? '–'), edit: pencil('route') },
    { key: 'priority', word: `forms.values.${priority}`, edit: pencil('change-priority') },
    { key: 'subStatus', status: statusKey(ticket), edit: pencil('change-sub-status') },
    { key: 'progress', percent, edit: pencil('report-progress') },
    { key: 'handler', text: names[handler] ?? '–', edit: pencil('return', 'recall') },
    { key: 'owner', text: person(owner.user), edit: pencil('change-owner') },
  ].map((one) => ({ text: null, word: null, status: null, percent: null, person: null, ...one }));
}

type TimeState = 'done' | 'running' | 'none';

/** Time to the first answer, to handling (S2.9) and to the solution. Open ones are still running. */
function timesOf({ openedAt, respondedAt, takenInHandlingAt, reached, phase }: TicketView, now: string) {
  const solvedAt = reached.find((one) => one.phase === 6)?.at ?? reached.find((one) => one.phase === 7)?.at ?? null;
  const since = (at: string): number => Math.max(0, Date.parse(at) - Date.parse(openedAt));
  const timeOf = (key: string, at: string | null) => {
    const state: TimeState = at !== null ? 'done' : phase === 7 ? 'none' : 'running';
    return { key, at, state, millis: since(at ?? now) };
  };
  return [timeOf('response', respondedAt), timeOf('taken', takenInHandlingAt), timeOf('solved', solvedAt)];
}

const machineKeys = [
  'serialNumber',
  'configurationItem',
  'category',
  'subcategory',
  'symptom',
  'location',
  'branch',
  'postalCode',
] as const;

function machineOf({ details }: TicketView) {
  return machineKeys.flatMap((key) => {
    const value = details[key];
    return value === undefined ? [] : [{ key, value }];
  });
}
