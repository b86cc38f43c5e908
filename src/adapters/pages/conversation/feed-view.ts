import { ERASED } from '../../../domain/kernel/event';
import type { Names } from '../../../projections/people/names';
import type { ActivityEntry } from '../../../projections/tickets/read-ticket';
import type { TicketView } from '../../desk/tickets/ticket-reader';
import { emphasised } from '../rendering/emphasis';
import { numberIn, sentenceOf, textIn, type Wording } from '../tickets/activity-view';
import type { FeedPage } from './feed-page';
import { attachedFile, type AttachedFileView } from './file-view';

const icons: Readonly<Record<string, string>> = {
  CustomerAcknowledged: 'send',
  QualificationStarted: 'clipboard-check',
  AffectedItemsListed: 'package',
  GateWaived: 'shield-check',
  TicketQualified: 'list-check',
  WorkRecorded: 'clock',
  FaultFound: 'tool',
  SolutionConfirmed: 'checks',
  OwnerChanged: 'user',
  ReplyRedacted: 'trash',
  AttachmentRedacted: 'trash',
  WatcherRemoved: 'mail',
  WatcherErased: 'mail',
  DossierExported: 'download',
  SourceRowNoted: 'file-text',
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

/** Facts shown as messages. All others are one-line entries until they have a reason. */
const said: ReadonlySet<string> = new Set([
  'TicketOpened',
  'ReplyPosted',
  'SolutionEntered',
  'ReasonGiven',
  'WorkRecorded',
  'FaultFound',
  'DetailsRevised',
]);

export interface FeedEntry {
  readonly id: string;
  readonly anchor: string;
  readonly type: string;
  readonly icon: string;
  readonly isSaid: boolean;
  readonly isStaffOnly: boolean;
  readonly who: string | null;
  readonly organisation: string | null;
  /** With marks around names (rendering/emphasis.ts). Null for plain messages. */
  readonly sentence: string | null;
  readonly text: string | null;
  /** The title of this entry, if it is not the ticket's current one or was set later. */
  readonly title: string | null;
  readonly isGone: boolean;
  readonly at: string;
  /** Set if it differs from the time of the event by more than a minute. */
  readonly recordedAt: string | null;
  /** Number of the duplicate that the entry belongs to (S4.41, rule 3). */
  readonly origin: string | null;
  /** Id of the reply, if the reader may erase it. */
  readonly reply: string | null;
  readonly files: readonly AttachedFileView[];
  /** Entries of one group were recorded together. */
  readonly group: string;
}

type FeedTicket = Pick<TicketView, 'number' | 'title' | 'names'>;

export interface Told extends Wording {
  readonly ticket: FeedTicket;
  readonly page: FeedPage;
}

/** The activity, oldest first: messages with files, steps with their reasons, and one line for anything else (S4.20, S4.25). */
export function feedView({ ticket, page, names: inFacts, t, formats }: Told) {
  const names: Names = { ...page.names, ...ticket.names, ...inFacts };
  const sentences = { names: emphasised(names), t, formats };
  const entries = page.items.reduce<readonly FeedEntry[]>((before, line) => {
    const entry = entryOf(line, { names, sentences }, ticket);
    const at = line.type === 'FilesAttached' ? messageOf(before, entry.group) : before.length - 1;
    const joined = joinedTo(before[at], entry, line);
    return joined === null ? [...before, entry] : before.with(at, joined);
  }, []);
  return { entries, earlier: page.earlier, later: page.later };
}

/** Index of what files were sent with: the last message recorded at once with them, though other facts came between. */
function messageOf(before: readonly FeedEntry[], group: string): number {
  const message = before.findLastIndex((one) => one.isSaid && one.group === group);
  return message === -1 ? before.length - 1 : message;
}

/** Files and reasons are separate facts, but users sent them together. */
function joinedTo(last: FeedEntry | undefined, entry: FeedEntry, line: ActivityEntry): FeedEntry | null {
  if (last?.group !== entry.group) return null;
  if (line.type === 'FilesAttached') return { ...last, files: [...last.files, ...entry.files] };
  const explains = line.type === 'ReasonGiven' && textIn(line.data, 'for') === last.type && last.text === null;
  return explains ? { ...last, isSaid: true, text: entry.text, isGone: entry.isGone } : null;
}

interface EntryWording {
  readonly names: Names;
  readonly sentences: Wording;
}

function entryOf(line: ActivityEntry, { names, sentences }: EntryWording, { number, title: current }: FeedTicket): FeedEntry {
  const { id, type, at, audience, text, redacted, revision, ticket, recordedAt } = line;
  const isGone = text === ERASED || redacted !== null;
  const isFile = type === 'FilesAttached';
  const { title } = line;
  return {
    ...{ id, type, at, isGone, ...actedBy(line, names), ...placeOf(line) },
    anchor: `${line.number}-${revision}`,
    icon: iconOf(type),
    isSaid: said.has(type) && (text ?? title) !== null,
    isStaffOnly: audience === 'staff',
    sentence: type === 'ReplyPosted' ? null : sentenceOf(line, sentences),
    ...(isGone ? nothingSaid : { text: isFile ? null : text, title: olderTitle(line, current), reply: replyOf(line) }),
    files: isFile ? [fileIn(line, number, isGone)] : [],
    group: `${ticket} ${recordedAt} ${audience}`,
  };
}

const nothingSaid = { text: null, title: null, reply: null };

/** The opening's title once it was revised, and the title of each revision. */
function olderTitle({ type, title }: ActivityEntry, current: string | null): string | null {
  return type === 'TicketOpened' && title === current ? null : title;
}

const iconOf = (type: string): string => icons[type] ?? 'message-circle';

const mostApart = 60_000;

function placeOf({ at, recordedAt, fromDuplicate, number }: ActivityEntry): Pick<FeedEntry, 'recordedAt' | 'origin'> {
  const isLate = Date.parse(recordedAt) - Date.parse(at) > mostApart;
  return { recordedAt: isLate ? recordedAt : null, origin: fromDuplicate ? number : null };
}

/** A reply can only be erased on its own ticket. */
const replyOf = ({ type, data, fromDuplicate }: ActivityEntry): string | null =>
  type === 'ReplyPosted' && !fromDuplicate ? textIn(data, 'reply') : null;

/** Empty for internal processes. */
function actedBy({ actor }: ActivityEntry, names: Names): Pick<FeedEntry, 'who' | 'organisation'> {
  if (!('user' in actor)) return { who: null, organisation: null };
  return { who: names[actor.user] ?? '–', organisation: names[actor.organisation] ?? null };
}

function fileIn({ text, data }: ActivityEntry, number: string, isGone: boolean): AttachedFileView {
  return attachedFile(
    {
      id: textIn(data, 'file') ?? '',
      name: isGone ? null : text,
      mediaType: textIn(data, 'mediaType') ?? '',
      bytes: numberIn(data, 'bytes'),
    },
    number,
  );
}
