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
 * One line of the activity tab (S4.20, S4.25), in `activityOrder`. Ids only, but for the text. `_id` is the id of the fact, which sorts
 * as the log does and so makes an index grow at its end; or of what may be redacted later.
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
  /** What somebody wrote, or a file's name. */
  readonly text: string | null;
  readonly data: Values;
  readonly redacted: { readonly at: string; readonly by: Plain<FactActor> } | null;
}

/** As they were recorded: one ticket's in the order of its revisions, and those of several interleaved (rule 3). */
export const activityOrder = [{ field: 'recordedAt' }, { field: 'revision' }] as const;

/** The sealed field that a line shows. */
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
const textsForStaff: Texts = { ...texts, GateWaived: 'reason' };

export const activityEveryone: Projection<ActivityLine> = {
  ...activityOf(texts),
  name: 'activity-everyone',
  version: 4,
  audience: 'everyone',
};

/** What staff know besides: they are shown both, in one order (merged-page.ts). A redaction may name a line of either. */
export const activityStaffOnly: Projection<ActivityLine> = {
  ...activityOf(textsForStaff),
  name: 'activity-staff-only',
  version: 3,
  audience: 'staff',
  keys: (fact) => (fact.audience === 'staff' || isRedaction(fact) ? linesOf(fact) : []),
};

const replyLine = (reply: string): string => `reply-${reply}`;
/** One file may be attached to several tickets. */
const fileLine = (ticket: string, file: string): string => `${ticket}/file-${file}`;

/** A line that may be redacted later is named after what it shows, so that the redaction finds it without looking anything up. */
const names: { readonly [type: string]: ((fact: SeenFact, ticket: string) => readonly string[]) | undefined } = {
  ReplyPosted: (fact) => [replyLine(dataOf<'ReplyPosted'>(fact).reply)],
  ReplyRedacted: (fact) => [replyLine(dataOf<'ReplyRedacted'>(fact).reply)],
  FilesAttached: (fact, ticket) => dataOf<'FilesAttached'>(fact).files.map(({ file }) => fileLine(ticket, file)),
  AttachmentRedacted: (fact, ticket) => [fileLine(ticket, dataOf<'AttachmentRedacted'>(fact).file)],
};

function activityOf(shown: Texts): Omit<Projection<ActivityLine>, 'name' | 'version' | 'audience'> {
  return {
    indexes: [{ fields: [{ field: 'ticket' }, ...activityOrder] }],
    // What somebody wrote finds the ticket: of each audience, in its own read model.
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

function lineOf(fact: SeenFact, key: string, { text, data }: Pick<ActivityLine, 'text' | 'data'>): ActivityLine {
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
    data,
    redacted: null,
  };
}

/** One fact may bring several files; each has a line of its own. Storage details stay behind. */
function said(fact: SeenFact, key: string, field: string | undefined): Pick<ActivityLine, 'text' | 'data'> {
  if (fact.type !== 'FilesAttached') {
    return { text: field === undefined ? null : openedText(fact, field), data: dataOf(fact) as unknown as Values };
  }
  const line = dataOf<'FilesAttached'>(fact).files.find(({ file }) => key.endsWith(file));
  if (line === undefined) return { text: null, data: {} };
  const { file, mediaType, bytes } = line;
  return { text: openedText(fact, file), data: { file, mediaType, bytes } };
}

function redacted(line: ActivityLine, fact: SeenFact): ActivityLine {
  return { ...line, text: ERASED, redacted: { at: fact.occurredAt, by: plain(fact.actor) } };
}

function dataOf<Type extends TicketType>(fact: SeenFact): TicketFact<Type>['data'] {
  return fact.data as TicketFact<Type>['data'];
}
