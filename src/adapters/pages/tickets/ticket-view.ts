import { ERASED } from '../../../domain/kernel/event';
import { isStaff, type Actor } from '../../../domain/people/actor';
import type { Phase } from '../../../domain/ticket/ticket.events';
import type { TicketView } from '../../desk/tickets/ticket-reader';
import { nextStepOf } from './next-step';
import { statusKey } from './status-key';

export const tabs = ['overview', 'contact', 'activity', 'logs', 'merged', 'attachments'] as const;
export type Tab = (typeof tabs)[number];

/** Those that have a button of their own beside the title. */
const beside = ['forward', 'merge-into'] as const;
/** Those that stand where their value is shown, or in the composer. */
const elsewhere: ReadonlySet<string> = new Set([
  ...beside,
  ...['reply', 'change-priority', 'change-sub-status', 'report-progress', 'change-owner', 'add-watcher', 'route', 'redact-reply'],
]);
/** Those that people look for: shown, though they cannot be pressed now. */
const lookedFor = ['close', 'reopen'] as const;

/** A sealed text as it may be shown: null where there is none, and where its key is gone. */
export const readable = (text: string | null): string | null => (text === ERASED ? null : text);

interface Drawn {
  readonly ticket: TicketView;
  readonly actor: Actor;
  readonly tab: Tab;
}

/** What every tab of a ticket shows around itself. */
export function frameView({ ticket, actor, tab }: Drawn) {
  const { number, title, kind, engagement, ownerOrganisation, openedAt, names, allowed } = ticket;
  const commands = new Set(allowed.map(({ command }) => command));
  const mayReadLog = actor.permissions.has('audit.read-log');
  return {
    ...{ number, kind, engagement, openedAt, status: statusKey(ticket), phase: ticket.phase },
    title: readable(title),
    customer: names[ownerOrganisation] ?? '–',
    steps: stepsOf(ticket.phase as Phase),
    next: nextStepOf(ticket),
    beside: beside.filter((one) => commands.has(one)),
    more: allowed.map(({ command }) => command).filter((one) => !elsewhere.has(one)),
    never:
      ticket.phase === 7
        ? lookedFor.filter((one) => one === 'reopen' && !commands.has(one))
        : lookedFor.filter((one) => one === 'close' && !commands.has(one)),
    tabs: tabs
      .filter((one) => one !== 'logs' || mayReadLog)
      .map((one) => ({ tab: one, href: `/tickets/${number}/${one}`, isHere: one === tab, count: countOf(one, ticket) })),
    side: sideView(ticket, commands),
    isStaff: isStaff(actor),
  };
}

function stepsOf(phase: Phase) {
  return [1, 2, 3, 4, 5, 6, 7].map((step) => ({ step, isDone: step < phase, isNow: step === phase }));
}

function countOf(tab: Tab, { files, duplicates, primary }: TicketView): number | null {
  if (tab === 'attachments') return files.length === 0 ? null : files.length;
  const merged = duplicates.length + (primary === null ? 0 : 1);
  return tab === 'merged' && merged > 0 ? merged : null;
}

/** The card on the right: each value with its pencil, where whoever looks may change it. */
function sideView(ticket: TicketView, commands: ReadonlySet<string>) {
  const { names, assignee, team, handler, owner, watchers, priority, percent } = ticket;
  const pencil = (...wanted: readonly string[]): string | null => wanted.find((one) => commands.has(one)) ?? null;
  const person = (id: string | null): string | null => (id === null ? null : (names[id] ?? '–'));
  return [
    { key: 'technician', text: person(assignee), person: person(assignee), edit: pencil('assign') },
    { key: 'team', text: team === null ? null : (names[team] ?? '–'), person: null, edit: pencil('route') },
    { key: 'priority', word: `forms.values.${priority}`, person: null, edit: pencil('change-priority') },
    { key: 'subStatus', status: statusKey(ticket), person: null, edit: pencil('change-sub-status') },
    { key: 'progress', percent, person: null, edit: pencil('report-progress') },
    { key: 'handler', text: names[handler] ?? '–', person: null, edit: pencil('return', 'recall') },
    { key: 'owner', text: person(owner.user), person: null, edit: pencil('change-owner') },
    { key: 'watchers', count: watchers.length, person: null, edit: pencil('add-watcher') },
  ].map((one) => ({ text: null, word: null, status: null, percent: null, count: null, ...one }));
}

export function overviewView(ticket: TicketView) {
  const { description, details, solution, closure, work, faults, waivers, affectedItems, waiting, names } = ticket;
  return {
    description: readable(description),
    details: Object.entries(details).map(([key, value]) => ({ key, ...detailValue(key, value) })),
    solution: solution && {
      ...solution,
      text: readable(solution.text),
      actualDamage: readable(solution.actualDamage),
      by: names[solution.by] ?? '–',
    },
    closure: closure && { ...closure, summary: readable(closure.summary) },
    work: work.map((one) => ({ ...one, technician: names[one.technician] ?? '–', description: readable(one.description) })),
    faults: faults.map((one) => ({ ...one, foundBy: names[one.foundBy] ?? '–', description: readable(one.description) })),
    waivers: waivers.map((one) => ({ ...one, reason: readable(one.reason) })),
    affectedItems,
    waiting,
  };
}

const worded: ReadonlySet<string> = new Set(['channel', 'impact', 'urgency']);

/** Codes stand as they are; values of a closed list have words. */
const detailValue = (key: string, value: string) =>
  worded.has(key) ? { word: `forms.values.${value}`, text: null } : { word: null, text: value };
