import { ERASED } from '../../../domain/kernel/event';
import type { Values } from '../../../domain/kernel/value';
import type { ReadModels } from '../../../projections/kernel/read-models';
import type { Shown } from '../../../projections/kernel/shown';
import { namesOf, type Names } from '../../../projections/people/names';
import type { ActivityLine } from '../../../projections/tickets/activity';
import type { LinePage } from '../../../projections/tickets/read-ticket';
import type { TicketView } from '../../desk/tickets/ticket-reader';
import type { Formats } from '../rendering/formats';
import type { Translate } from '../rendering/words';

type Line = Shown<ActivityLine>;

/** Facts that are something somebody said, and so a bubble; all others are a line. */
const said: ReadonlySet<string> = new Set([
  'TicketOpened',
  'ReplyPosted',
  'SolutionEntered',
  'ReasonGiven',
  'WorkRecorded',
  'FaultFound',
]);
const icons: Readonly<Record<string, string>> = {
  TicketAssigned: 'user-check',
  AssignmentEnded: 'user-x',
  TicketAccepted: 'check',
  TicketDeclined: 'x',
  WorkStarted: 'player-play',
  WaitingStarted: 'hourglass',
  WaitingEnded: 'clock-check',
  TicketForwarded: 'arrow-forward-up',
  TicketReturned: 'arrow-back-up',
  TicketRecalled: 'rotate',
  PriorityChanged: 'flag',
  TicketRouted: 'route',
  TicketSolved: 'circle-check',
  TicketClosed: 'checks',
  TicketReopened: 'refresh',
  FilesAttached: 'paperclip',
  DetailsRevised: 'pencil',
  WatcherAdded: 'mail',
  TicketMerged: 'git-merge',
  DuplicateLinked: 'git-merge',
  TicketUnlinked: 'unlink',
  DuplicateUnlinked: 'unlink',
  ProgressReported: 'progress',
};

const people = ['technician', 'by', 'foundBy', 'user'];
const organisations = ['from', 'to', 'organisation'];

/** Names that facts mention beside those who acted. */
export async function namesInFacts(models: ReadModels, lines: readonly Line[], { handler }: TicketView): Promise<Names> {
  const values = (keys: readonly string[]) => lines.flatMap(({ data }) => keys.map((key) => textIn(data, key)));
  const teams = lines.flatMap(({ data }) => [textIn(data, 'team')]);
  return namesOf(models, { users: values(people), organisations: [...values(organisations), handler], teams });
}

const textIn = (data: Values, key: string): string | null => {
  const value = data[key];
  return typeof value === 'string' ? value : null;
};

interface Told {
  readonly ticket: TicketView;
  readonly page: LinePage<Line>;
  readonly names: Names;
  readonly t: Translate;
  readonly formats: Formats;
}

export function activityView({ ticket, page, names: inFacts, t, formats }: Told) {
  const names: Names = { ...page.names, ...ticket.names, ...inFacts };
  const lines = page.items.map((line) => ({ ...lineView(line, names), sentence: sentenceOf(line, { names, t, formats }) }));
  return { lines, older: page.next };
}

function lineView(line: Line, names: Names) {
  const { type, at, recordedAt, audience, text, redacted, data } = line;
  return {
    ...{ at, isSaid: said.has(type) && text !== null, ...actedBy(line, names) },
    text: text === ERASED ? null : text,
    isGone: text === ERASED || redacted !== null,
    isStaffOnly: audience === 'staff',
    // More than a minute apart, both times are told.
    recordedAt: Date.parse(recordedAt) - Date.parse(at) > 60_000 ? recordedAt : null,
    icon: icons[type] ?? 'message-circle',
    file: type === 'FilesAttached' ? fileIn(data) : null,
  };
}

/** Nobody where a process of ours acted. */
function actedBy({ actor }: Line, names: Names): { readonly who: string | null; readonly organisation: string | null } {
  if (!('user' in actor)) return { who: null, organisation: null };
  return { who: names[actor.user] ?? '–', organisation: names[actor.organisation] ?? null };
}

function fileIn(data: Values) {
  const { file, bytes } = data;
  return typeof file === 'string' ? { id: file, bytes: typeof bytes === 'number' ? bytes : 0 } : null;
}

/** One sentence per type of fact; values of closed lists in the reader's words, ids by their names. */
function sentenceOf({ type, data, actor }: Line, { names, t, formats }: Pick<Told, 'names' | 't' | 'formats'>): string {
  const named = (key: string): string => names[textIn(data, key) ?? ''] ?? '–';
  const word = (key: string): string => {
    const value = textIn(data, key);
    return value === null ? '–' : t(`forms.values.${value}`);
  };
  const who = 'user' in actor ? (names[actor.user] ?? '–') : t('tickets.system');
  const extra: Readonly<Record<string, () => Readonly<Record<string, string>>>> = {
    CustomerAcknowledged: () => ({ by: word('by') }),
    GateWaived: () => ({ gate: word('gate') }),
    TicketRouted: () => ({ team: named('team') }),
    TicketAssigned: () => ({ technician: named('technician') }),
    AssignmentEnded: () => ({ technician: named('technician') }),
    TicketForwarded: () => ({ to: named('to') }),
    TicketReturned: () => ({ to: named('to') }),
    TicketRecalled: () => ({ to: named('to') }),
    PriorityChanged: () => ({ from: word('from'), to: word('to') }),
    WaitingStarted: () => ({ for: word('for') }),
    WaitingEnded: () => ({ for: word('for') }),
    ProgressReported: () => ({ percent: formats.percent(numberIn(data, 'percent')) }),
    WorkRecorded: () => ({ minutes: formats.number(numberIn(data, 'minutes')) }),
    TicketClosed: () => ({ resolution: t(`tickets.resolution.${textIn(data, 'resolution') ?? 'resolved'}`) }),
  };
  return t(`tickets.fact.${type}`, { who, ...extra[type]?.() });
}

function numberIn(data: Values, key: string): number {
  const value = data[key];
  return typeof value === 'number' ? value : 0;
}
