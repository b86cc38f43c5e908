import { isStaff, type Actor } from '../../../domain/people/actor';
import type { TicketView } from '../../desk/tickets/ticket-reader';
import { sideView } from '../conversation/side-view';
import { stepsView } from '../conversation/stepper-view';
import type { Formats } from '../rendering/formats';
import { nextStepOf } from './next-step';
import { readable } from './readable';
import { statusKey } from './status-key';

export const tabs = ['overview', 'contact', 'activity', 'logs', 'merged', 'attachments'] as const;
export type Tab = (typeof tabs)[number];

/** Commands with a button beside the title. */
const beside = ['forward', 'merge-into'] as const;
/** Commands shown beside their value or in the composer. */
const elsewhere: ReadonlySet<string> = new Set([
  ...beside,
  ...['reply', 'change-priority', 'change-sub-status', 'report-progress', 'change-owner', 'add-watcher', 'route', 'redact-reply'],
  ...['remove-watcher', 'redact-attachment', 'unlink-duplicate'],
]);
/** Commands that users look for. Shown even when disabled. */
const lookedFor = ['close'] as const;

interface Drawn {
  readonly ticket: TicketView;
  readonly actor: Actor;
  readonly tab: Tab;
  readonly formats: Formats;
  readonly now: string;
  /** Names of some users who may reopen it. */
  readonly managers: readonly string[];
}

/** The frame around every tab of a ticket. */
export function frameView({ ticket, actor, tab, formats, now, managers }: Drawn) {
  const { number, title, kind, engagement, ownerOrganisation, openedAt, names, allowed } = ticket;
  const commands = new Set(allowed.map(({ command }) => command));
  const mayReadLog = actor.permissions.has('audit.read-log');
  return {
    ...{ number, kind, engagement, openedAt, status: statusKey(ticket), phase: ticket.phase },
    ...{ revision: ticket.revision, isBehind: ticket.isBehind, asOf: ticket.asOf },
    title: readable(title),
    customer: names[ownerOrganisation] ?? '–',
    steps: stepsView(ticket, formats),
    next: { ...nextStepOf(ticket, isStaff(actor) ? 'staff' : 'customer'), why: whyOf(ticket, formats) },
    primary: ticket.primary?.number ?? null,
    barred: isBarred(ticket) ? { managers: managers.join(', '), isMerged: ticket.primary !== null } : null,
    beside: beside.filter((one) => commands.has(one)),
    more: allowed.map(({ command }) => command).filter((one) => !elsewhere.has(one)),
    never: ticket.phase === 7 ? [] : lookedFor.filter((one) => !commands.has(one)),
    tabs: tabs
      .filter((one) => one !== 'logs' || mayReadLog)
      .map((one) => ({ tab: one, href: `/tickets/${number}/${one}`, isHere: one === tab, count: countOf(one, ticket) })),
    side: sideView(ticket, now),
    isStaff: isStaff(actor),
  };
}

/** Closed, and the reader may not reopen it. Shown where readers look for the button (S4.31). */
export const isBarred = ({ phase, allowed }: TicketView): boolean =>
  phase === 7 && !allowed.some(({ command }) => command === 'reopen');

/** Since when the ticket is in its state, and with whom. */
function whyOf({ phase, waiting, reached, names, assignee, handler }: TicketView, { moment }: Formats) {
  if (phase === 7) return null;
  if (waiting !== null) return { key: 'waiting', at: moment(waiting.since), who: null };
  const at = reached.find((one) => one.phase === phase)?.at;
  return at === undefined ? null : { key: 'phase', at: moment(at), who: names[assignee ?? handler] ?? '–' };
}

function countOf(tab: Tab, { files, duplicates, primary }: TicketView): number | null {
  if (tab === 'attachments') return files.length === 0 ? null : files.length;
  const merged = duplicates.length + (primary === null ? 0 : 1);
  return tab === 'merged' && merged > 0 ? merged : null;
}

type Overview = Pick<
  TicketView,
  'description' | 'details' | 'solution' | 'closure' | 'work' | 'faults' | 'waivers' | 'affectedItems' | 'waiting' | 'names'
>;

export function overviewView(ticket: Overview) {
  const { description, details, solution, closure, work, faults, waivers, affectedItems, waiting, names } = ticket;
  return {
    description: readable(description),
    details: Object.entries(details).map(([key, value]) => ({ key, ...detailValue(key, value) })),
    solution: solution && {
      ...solution,
      text: readable(solution.text),
      actualDamage: readable(solution.actualDamage),
      by: (solution.by === null ? undefined : names[solution.by]) ?? '–',
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

/** Values of closed lists are translated. Codes are shown unchanged. */
const detailValue = (key: string, value: string) =>
  worded.has(key) ? { word: `forms.values.${value}`, text: null } : { word: null, text: value };
