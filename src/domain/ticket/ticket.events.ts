import type { EitherAudience, Everyone, NoData, Staff, UserActor } from '../kernel/event';
import type { ContactId, FileId, OrganisationId, ReplyId, TeamId, TicketId, UserId, WatcherId } from '../kernel/ids';
import type { Instant } from '../kernel/instant';

// Stream `ticket-<uuid>`; storage format. Never rename or reuse a type string. Any change except a new optional field is a new
// type `Name.v2` with an upcaster and a golden fixture. Personal values and free text are in `confidential`, never in `data`.

export const kinds = ['service', 'maintenance', 'claim', 'issue'] as const;
export const engagements = ['own', 'asp', 'visit', 'subcontracted'] as const;
export const priorities = ['critical', 'high', 'moderate', 'low'] as const;
export const levels = ['high', 'medium', 'low'] as const;
export const channels = ['phone', 'email', 'web', 'api', 'chat', 'other'] as const;
export const gates = ['acknowledgement', 'contract', 'affectedItems', 'visitContract', 'jurisdiction'] as const;
export const waitingFor = ['customer', 'thirdParty'] as const;
export const assignmentEnds = ['declined', 'unassigned', 'reassigned', 'forwarded', 'rerouted'] as const;
export const resolutions = ['resolved', 'rejected', 'withdrawn', 'duplicate'] as const;
export const mailKinds = ['created', 'reply', 'close', 'forward', 'priority', 'assigned', 'reopened'] as const;
/** What a dossier may hold (S4.53–S4.55). */
export const dossierSections = ['overview', 'contact', 'activity', 'logs', 'merged', 'attachments'] as const;
export const affectedKinds = ['offer', 'order', 'item'] as const;

export type Kind = (typeof kinds)[number];
export type Engagement = (typeof engagements)[number];
export type Priority = (typeof priorities)[number];
export type Level = (typeof levels)[number];
export type Channel = (typeof channels)[number];
export type Gate = (typeof gates)[number];
export type WaitingFor = (typeof waitingFor)[number];
export type AssignmentEnd = (typeof assignmentEnds)[number];
export type Resolution = (typeof resolutions)[number];
export type MailKind = (typeof mailKinds)[number];
/** 1 created, 2 qualifying, 3 dispatching, 4 waiting, 5 solving, 6 checking, 7 closed. */
export type Phase = 1 | 2 | 3 | 4 | 5 | 6 | 7;

export type DossierSection = (typeof dossierSections)[number];

export type Requester = { readonly user: UserId } | { readonly contact: ContactId };

/** Controlled vocabulary of a ticket (S3.22); codes of the organisation's catalogues, at most 100 characters each. */
export interface Details {
  readonly channel?: Channel;
  readonly category?: string;
  readonly subcategory?: string;
  readonly symptom?: string;
  readonly configurationItem?: string;
  readonly location?: string;
  readonly impact?: Level;
  readonly urgency?: Level;
  readonly notify?: string;
  readonly problem?: string;
  readonly change?: string;
  readonly vendor?: string;
  readonly causedBy?: string;
  readonly postalCode?: string;
  readonly branch?: string;
  readonly serialNumber?: string;
}

export interface AttachedFile {
  readonly file: FileId;
  /** SHA-256 of the ciphertext, hex: the file's identity. */
  readonly sha256: string;
  readonly bytes: number;
  readonly mediaType: string;
  readonly keyId: string;
}

/** `phase` is stored, not derived, so that later process profiles do not move old tickets. */
export type TicketOpened = Everyone<
  'TicketOpened',
  {
    readonly number: string;
    readonly kind: Kind;
    readonly engagement: Engagement;
    readonly requester: Requester;
    readonly creator: UserActor;
    readonly owner: UserActor;
    /** The contact's organisation, when staff own the ticket for a person without an account. */
    readonly ownerOrganisation?: OrganisationId;
    readonly handler: OrganisationId;
    readonly priority: Priority;
    readonly details: Details;
    readonly phase: 1 | 3;
  },
  'title' | 'description'
>;
export type CustomerAcknowledged = Everyone<'CustomerAcknowledged', { readonly by: 'mail' | 'phone' | 'visit' | 'other' }>;
export type QualificationStarted = Everyone<'QualificationStarted', NoData>;
export type AffectedItemsListed = Staff<
  'AffectedItemsListed',
  { readonly items: readonly { readonly kind: (typeof affectedKinds)[number]; readonly reference: string }[] }
>;
export type GateWaived = Staff<'GateWaived', { readonly gate: Gate; readonly until: Instant | null }, 'reason'>;
export type TicketQualified = Everyone<'TicketQualified', NoData>;
export type TicketRouted = Everyone<'TicketRouted', { readonly team: TeamId; readonly from: TeamId | null }>;
export type TicketAssigned = Everyone<
  'TicketAssigned',
  { readonly technician: UserId; readonly team: TeamId | null; readonly skippedGates: readonly Gate[] }
>;
export type AssignmentEnded = Everyone<'AssignmentEnded', { readonly technician: UserId; readonly reason: AssignmentEnd }>;
export type TicketAccepted = Everyone<'TicketAccepted', { readonly technician: UserId }>;
export type TicketDeclined = Everyone<'TicketDeclined', { readonly technician: UserId }>;
export type WorkStarted = Everyone<'WorkStarted', { readonly technician: UserId; readonly countsAsAcceptance: boolean }>;
export type WaitingStarted = Everyone<'WaitingStarted', { readonly for: WaitingFor; readonly reason: string | null }>;
export type WaitingEnded = Everyone<'WaitingEnded', { readonly for: WaitingFor }>;
export type ProgressReported = Everyone<'ProgressReported', { readonly percent: number }>;
export type WorkRecorded = Everyone<
  'WorkRecorded',
  { readonly technician: UserId; readonly minutes: number; readonly item: string | null },
  'description'
>;
export type FaultFound = Everyone<'FaultFound', { readonly code: string | null; readonly foundBy: UserId }, 'description'>;
export type SolutionEntered = Everyone<
  'SolutionEntered',
  { readonly code: string | null; readonly by: UserId | null },
  'solution' | 'actualDamage'
>;
/** `by`: who did the work. Null when a customer closes a ticket that nobody worked on. */
export type TicketSolved = Everyone<'TicketSolved', { readonly by: UserId | null; readonly percent: number }>;
export type SolutionConfirmed = Everyone<'SolutionConfirmed', { readonly by: UserId }>;
export type TicketClosed = Everyone<'TicketClosed', { readonly resolution: Resolution; readonly primary: TicketId | null }>;
export type TicketReopened = Everyone<'TicketReopened', { readonly from: 6 | 7; readonly phase: 2 | 3 | 5 }>;
export type TicketForwarded = Everyone<
  'TicketForwarded',
  { readonly from: OrganisationId; readonly to: OrganisationId; readonly direction: 'up' | 'down'; readonly phase: 1 | 2 | 3 }
>;
export type TicketReturned = Everyone<
  'TicketReturned',
  { readonly from: OrganisationId; readonly to: OrganisationId; readonly phase: 1 | 2 | 3 }
>;
export type TicketRecalled = Everyone<
  'TicketRecalled',
  { readonly from: OrganisationId; readonly to: OrganisationId; readonly phase: 1 | 2 | 3 }
>;
export type OwnerChanged = Everyone<'OwnerChanged', { readonly from: UserActor; readonly to: UserActor }>;
export type PriorityChanged = Everyone<'PriorityChanged', { readonly from: Priority; readonly to: Priority }>;
export type ReplyPosted = EitherAudience<'ReplyPosted', { readonly reply: ReplyId; readonly files: readonly FileId[] }, 'body'>;
export type ReplyRedacted = EitherAudience<'ReplyRedacted', { readonly reply: ReplyId }>;
/** The name of each file is sealed under its id. */
export type FilesAttached = EitherAudience<'FilesAttached', { readonly files: readonly AttachedFile[] }, FileId>;
export type AttachmentRedacted = EitherAudience<'AttachmentRedacted', { readonly file: FileId }>;
/** Only the changes; null clears a value. `requester` moves the ticket to another requester. */
export type DetailsRevised = Everyone<
  'DetailsRevised',
  { readonly details: { readonly [key in keyof Details]: Details[key] | null }; readonly requester?: Requester },
  'title' | 'description'
>;
/** The address is sealed for a subject of its own, `contact-<watcher>`. */
export type WatcherAdded = Everyone<
  'WatcherAdded',
  { readonly watcher: WatcherId; readonly kinds: readonly MailKind[] },
  'email'
>;
export type WatcherRemoved = Everyone<'WatcherRemoved', { readonly watcher: WatcherId }>;
/** The address of one watcher on this ticket was destroyed. Each watcher is a subject of its own. */
export type WatcherErased = Everyone<'WatcherErased', { readonly watcher: WatcherId }>;
export type TicketMerged = Everyone<'TicketMerged', { readonly primary: TicketId }>;
export type DuplicateLinked = Everyone<'DuplicateLinked', { readonly duplicate: TicketId }>;
export type TicketUnlinked = Everyone<'TicketUnlinked', { readonly primary: TicketId }>;
export type DuplicateUnlinked = Everyone<'DuplicateUnlinked', { readonly duplicate: TicketId }>;
/** The reason given with a command, in a fact of its own because its audience may differ. `for` names the explained type. */
export type ReasonGiven = EitherAudience<'ReasonGiven', { readonly for: string }, 'text'>;
/** Values of an imported row that our rules do not use. */
export type SourceRowNoted = Staff<
  'SourceRowNoted',
  { readonly madeSla?: boolean; readonly team?: TeamId; readonly priority?: Priority; readonly details?: Details }
>;

/**
 * The ticket left the desk as a ZIP with the facts up to `upTo`. Customers learn only of exports by customers. `logIndex` is of early facts:
 * it tells how much everybody recorded.
 */
export type DossierExported = EitherAudience<
  'DossierExported',
  {
    readonly sections: readonly DossierSection[];
    readonly upTo: number;
    readonly logIndex?: number;
    /** SHA-256 of the ZIP, hex. */
    readonly sha256: string;
  }
>;

export type TicketEvent =
  | TicketOpened
  | CustomerAcknowledged
  | QualificationStarted
  | AffectedItemsListed
  | GateWaived
  | TicketQualified
  | TicketRouted
  | TicketAssigned
  | AssignmentEnded
  | TicketAccepted
  | TicketDeclined
  | WorkStarted
  | WaitingStarted
  | WaitingEnded
  | ProgressReported
  | WorkRecorded
  | FaultFound
  | SolutionEntered
  | TicketSolved
  | SolutionConfirmed
  | TicketClosed
  | TicketReopened
  | TicketForwarded
  | TicketReturned
  | TicketRecalled
  | OwnerChanged
  | PriorityChanged
  | ReplyPosted
  | ReplyRedacted
  | FilesAttached
  | AttachmentRedacted
  | DetailsRevised
  | WatcherAdded
  | WatcherRemoved
  | WatcherErased
  | TicketMerged
  | DuplicateLinked
  | TicketUnlinked
  | DuplicateUnlinked
  | ReasonGiven
  | SourceRowNoted
  | DossierExported;
