import type { Audience, UserActor } from '../kernel/event';
import type { FileId, OrganisationId, ReplyId, TeamId, TicketId, UserId, WatcherId } from '../kernel/ids';
import type { Instant } from '../kernel/instant';
import type {
  AttachedFile,
  AffectedItemsListed,
  Details,
  Engagement,
  Gate,
  Kind,
  MailKind,
  Priority,
  Requester,
  SourceRowNoted,
  WaitingFor,
} from './ticket.events';

/** A file already stored, with the name that goes into the box. */
export interface NamedFile extends AttachedFile {
  readonly name: string;
}

interface WithFiles {
  readonly files?: readonly NamedFile[];
}

/** `audience` may narrow the default of the reason, never widen it. */
interface WithReason extends WithFiles {
  readonly reason: string;
  readonly audience?: Audience;
}

export interface OpenTicket extends WithFiles {
  readonly type: 'OpenTicket';
  readonly number: string;
  readonly kind: Kind;
  readonly engagement: Engagement;
  readonly requester: Requester;
  readonly priority: Priority;
  readonly title: string;
  readonly description: string;
  readonly details: Details;
  readonly watchers: readonly { readonly watcher: WatcherId; readonly email: string; readonly kinds: readonly MailKind[] }[];
  readonly waivers: readonly { readonly gate: Gate; readonly reason: string; readonly until: Instant | null }[];
  readonly technician?: UserId;
  readonly team?: TeamId;
}
export type RecordAcknowledgement = { readonly type: 'RecordAcknowledgement'; readonly by: 'mail' | 'phone' | 'visit' | 'other' };
export type StartQualification = { readonly type: 'StartQualification' };
export type ListAffectedItems = { readonly type: 'ListAffectedItems'; readonly items: AffectedItemsListed['data']['items'] };
export type WaiveGate = {
  readonly type: 'WaiveGate';
  readonly gate: Gate;
  readonly reason: string;
  readonly until: Instant | null;
};
export type CompleteQualification = { readonly type: 'CompleteQualification' };
export type RouteTicket = { readonly type: 'RouteTicket'; readonly team: TeamId; readonly reason?: string };
export type AssignTicket = { readonly type: 'AssignTicket'; readonly technician: UserId; readonly team?: TeamId };
export type UnassignTicket = { readonly type: 'UnassignTicket'; readonly reason?: string };
export type AcceptTicket = { readonly type: 'AcceptTicket' };
export type DeclineTicket = { readonly type: 'DeclineTicket' } & WithReason;
export type StartWork = { readonly type: 'StartWork' };
/** `waitingFor: null` ends the waiting. */
export type ChangeSubStatus = {
  readonly type: 'ChangeSubStatus';
  readonly waitingFor: WaitingFor | null;
  readonly reason?: string;
};
export type ReportProgress = { readonly type: 'ReportProgress'; readonly percent: number };
export type RecordWork = {
  readonly type: 'RecordWork';
  readonly minutes: number;
  readonly item?: string;
  readonly description: string;
};
export type RecordFoundFault = { readonly type: 'RecordFoundFault'; readonly code?: string; readonly description: string };
/** `by`: who found it, when that is not the assignee (imports). */
export type EnterSolution = {
  readonly type: 'EnterSolution';
  readonly solution: string;
  readonly code?: string;
  readonly actualDamage?: string;
  readonly by?: UserId;
};
export type SolveTicket = { readonly type: 'SolveTicket'; readonly percent?: number; readonly by?: UserId };
/** `solution` serves the short way: closing an open ticket as resolved enters it, solves and closes in one append. */
export type CloseTicket = {
  readonly type: 'CloseTicket';
  readonly summary: string;
  readonly solution?: string;
  readonly actualDamage?: string;
  readonly audience?: Audience;
} & WithFiles;
export type RejectTicket = { readonly type: 'RejectTicket' } & WithReason;
export type WithdrawTicket = { readonly type: 'WithdrawTicket' } & WithReason;
export type ReopenTicket = { readonly type: 'ReopenTicket' } & WithReason;
export type ForwardTicket = { readonly type: 'ForwardTicket'; readonly to: OrganisationId } & WithReason;
export type ReturnTicket = { readonly type: 'ReturnTicket' } & WithReason;
export type RecallTicket = { readonly type: 'RecallTicket' } & WithReason;
export type ChangeOwner = { readonly type: 'ChangeOwner'; readonly owner: UserActor };
export type ChangePriority = { readonly type: 'ChangePriority'; readonly priority: Priority };
export type Reply = { readonly type: 'Reply'; readonly audience: Audience; readonly body: string } & WithFiles;
export type RedactReply = { readonly type: 'RedactReply'; readonly reply: ReplyId };
export type AttachFiles = {
  readonly type: 'AttachFiles';
  readonly audience: Audience;
  readonly files: readonly NamedFile[];
};
export type RedactAttachment = { readonly type: 'RedactAttachment'; readonly file: FileId };
export type ReviseDetails = {
  readonly type: 'ReviseDetails';
  readonly details: { readonly [key in keyof Details]: Details[key] | null };
  readonly title?: string;
  readonly description?: string;
  readonly requester?: Requester;
};
export type AddWatcher = {
  readonly type: 'AddWatcher';
  readonly watcher: WatcherId;
  readonly email: string;
  readonly kinds: readonly MailKind[];
};
export type RemoveWatcher = { readonly type: 'RemoveWatcher'; readonly watcher: WatcherId };
export type EraseWatcher = { readonly type: 'EraseWatcher'; readonly watcher: WatcherId };
export type NoteSourceRow = { readonly type: 'NoteSourceRow'; readonly row: SourceRowNoted['data'] };

// The four below are sent by the merge process only, after `merges-<owner organisation>` agreed (rule 3).
export type MarkMerged = { readonly type: 'MarkMerged'; readonly primary: TicketId; readonly reason?: string };
export type LinkDuplicate = { readonly type: 'LinkDuplicate'; readonly duplicate: TicketId };
export type MarkUnlinked = { readonly type: 'MarkUnlinked'; readonly primary: TicketId };
export type UnlinkDuplicate = { readonly type: 'UnlinkDuplicate'; readonly duplicate: TicketId };

export type TicketCommand =
  | OpenTicket
  | RecordAcknowledgement
  | StartQualification
  | ListAffectedItems
  | WaiveGate
  | CompleteQualification
  | RouteTicket
  | AssignTicket
  | UnassignTicket
  | AcceptTicket
  | DeclineTicket
  | StartWork
  | ChangeSubStatus
  | ReportProgress
  | RecordWork
  | RecordFoundFault
  | EnterSolution
  | SolveTicket
  | CloseTicket
  | RejectTicket
  | WithdrawTicket
  | ReopenTicket
  | ForwardTicket
  | ReturnTicket
  | RecallTicket
  | ChangeOwner
  | ChangePriority
  | Reply
  | RedactReply
  | AttachFiles
  | RedactAttachment
  | ReviseDetails
  | AddWatcher
  | RemoveWatcher
  | EraseWatcher
  | NoteSourceRow
  | MarkMerged
  | LinkDuplicate
  | MarkUnlinked
  | UnlinkDuplicate;
