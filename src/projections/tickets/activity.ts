import { ERASED } from '../../domain/kernel/event';
import type { SealedType } from '../../domain/aggregates';
import type { Audience, FactActor, SealedOf, UserActor } from '../../domain/kernel/event';
import { openedText } from '../../domain/kernel/opened';
import type { Values } from '../../domain/kernel/value';
import type { TicketEvent } from '../../domain/ticket/ticket.events';
import { plain, type Plain } from '../kernel/plain';
import type { Document } from '../kernel/documents.port';
import type { Projection, SeenFact } from '../kernel/projection';
import { ticketOf, type TicketFact, type TicketType } from './ticket-fact';

/**
 * One line of the activity tab (S4.20, S4.25), in `activityOrder`. Holds ids, apart from the text. `_id` is the id of the fact,
 * which sorts like the log and lets the index grow at its end, or the id of something that may be redacted later.
 */
export interface ActivityLine extends Document {
  readonly ticket: string;
  readonly revision: number;
  readonly type: string;
  readonly at: string;
  readonly recordedAt: string;
  readonly actor: Plain<FactActor>;
  readonly onBehalfOf: Plain<UserActor> | null;
  readonly audience: Audience;
  readonly origin: string;
  /** The written text, or the name of a file. */
  readonly text: string | null;
  /** The title set by the fact. Earlier titles stay on their own entries. */
  readonly title: string | null;
  readonly data: Values;
  readonly redacted: { readonly at: string; readonly by: Plain<FactActor> } | null;
}

/** Recorded order: by revision within one ticket, interleaved for several (rule 3). */
export const activityOrder = [{ field: 'recordedAt' }, { field: 'revision' }] as const;

/** The sealed field that a line of each type shows. */
type Texts = { readonly [Type in SealedType]?: SealedOf<Extract<TicketEvent, { readonly type: Type }>> };
const texts: Texts = {
  TicketOpened: 'description',
  DetailsRevised: 'description',
  ReplyPosted: 'body',
  ReasonGiven: 'text',
  SolutionEntered: 'solution',
  WorkRecorded: 'description',
  FaultFound: 'description',
};
const titled: ReadonlySet<string> = new Set(['TicketOpened', 'DetailsRevised']);
const textsForStaff: Texts = { ...texts, GateWaived: 'reason' };

export const activityEveryone: Projection<ActivityLine> = {
  ...activityOf(texts),
  name: 'activity-everyone',
  version: 5,
  audience: 'everyone',
};

/** Lines for staff only. Staff see both models in one order (merged-page.ts). A redaction may concern a line of either. */
export const activityStaffOnly: Projection<ActivityLine> = {
  ...activityOf(textsForStaff),
  name: 'activity-staff-only',
  version: 4,
  audience: 'staff',
  keys: (fact) => (fact.audience === 'staff' || isRedaction(fact) ? linesOf(fact) : []),
};

const replyLine = (reply: string): string => `reply-${reply}`;
/** Includes the ticket, because one file may be attached to several. */
const fileLine = (ticket: string, file: string): string => `${ticket}/file-${file}`;

/** Lines that may be redacted later are named after their content, so that the redaction finds them without a look-up. */
const names: { readonly [type: string]: ((fact: SeenFact, ticket: string) => readonly string[]) | undefined } = {
  ReplyPosted: (fact) => [replyLine(dataOf<'ReplyPosted'>(fact).reply)],
  ReplyRedacted: (fact) => [replyLine(dataOf<'ReplyRedacted'>(fact).reply)],
  FilesAttached: (fact, ticket) => dataOf<'FilesAttached'>(fact).files.map(({ file }) => fileLine(ticket, file)),
  AttachmentRedacted: (fact, ticket) => [fileLine(ticket, dataOf<'AttachmentRedacted'>(fact).file)],
};

function activityOf(shown: Texts): Omit<Projection<ActivityLine>, 'name' | 'version' | 'audience'> {
  return {
    indexes: [{ fields: [{ field: 'ticket' }, ...activityOrder] }],
    // Makes tickets searchable by what was written, separately for each audience.
    text: { fields: ['text'], about: 'ticket' },
    handles: 'all',
    opens: [...(Object.keys(shown) as SealedType[]), 'FilesAttached'],
    keys: linesOf,
    begins: (fact) => !isRedaction(fact),
    fold(line, fact, key) {
      if (isRedaction(fact)) return line === null ? null : redacted(line, fact);
      return lineOf(fact, key, said(fact, key, shown[fact.type as SealedType]));
    },
  };
}

function linesOf(fact: SeenFact): readonly string[] {
  const ticket = ticketOf(fact);
  if (ticket === null) return [];
  return names[fact.type]?.(fact, ticket) ?? [fact.id];
}

const isRedaction = ({ type }: SeenFact): boolean => type === 'ReplyRedacted' || type === 'AttachmentRedacted';

function lineOf(fact: SeenFact, key: string, { text, title, data }: Pick<ActivityLine, 'text' | 'title' | 'data'>): ActivityLine {
  return {
    _id: key,
    ticket: ticketOf(fact) ?? '',
    revision: fact.revision,
    type: fact.type,
    at: fact.occurredAt,
    recordedAt: fact.recordedAt,
    actor: plain(fact.actor),
    onBehalfOf: plain(fact.onBehalfOf),
    audience: fact.audience,
    origin: fact.origin.kind,
    text,
    title,
    data,
    redacted: null,
  };
}

/** One fact may attach several files; each has its own line. Storage details are left out. */
function said(fact: SeenFact, key: string, field: string | undefined): Pick<ActivityLine, 'text' | 'title' | 'data'> {
  if (fact.type !== 'FilesAttached') {
    const text = field === undefined ? null : openedText(fact, field);
    return { text, title: titled.has(fact.type) ? openedText(fact, 'title') : null, data: dataOf(fact) as unknown as Values };
  }
  const line = dataOf<'FilesAttached'>(fact).files.find(({ file }) => key.endsWith(file));
  if (line === undefined) return { text: null, title: null, data: {} };
  const { file, mediaType, bytes } = line;
  return { text: openedText(fact, file), title: null, data: { file, mediaType, bytes } };
}

function redacted(line: ActivityLine, fact: SeenFact): ActivityLine {
  return { ...line, text: ERASED, redacted: { at: fact.occurredAt, by: plain(fact.actor) } };
}

function dataOf<Type extends TicketType>(fact: SeenFact): TicketFact<Type>['data'] {
  return fact.data as TicketFact<Type>['data'];
}
