import type { UserActor } from '../kernel/event';
import type { FileId, OrganisationId, ReplyId, TeamId, TicketId, UserId, WatcherId } from '../kernel/ids';
import type { Instant } from '../kernel/instant';
import { profileOf, type Profile } from './ticket.profiles';
import type {
  AffectedItemsListed,
  Details,
  Engagement,
  Gate,
  Kind,
  MailKind,
  Priority,
  Requester,
  Resolution,
  WaitingFor,
} from './ticket.events';

export interface Waiting {
  readonly for: WaitingFor;
  readonly reason: string | null;
}

export interface Assignment {
  readonly technician: UserId;
  readonly accepted: boolean;
}

/** A hand-over that was not undone: who passed the ticket on, and in which direction. */
export interface Leg {
  readonly from: OrganisationId;
  readonly direction: 'up' | 'down';
}

/** What rules need in more than one phase. Never holds sealed values. */
export interface Ticket {
  readonly number: string;
  readonly kind: Kind;
  readonly engagement: Engagement;
  readonly creator: UserActor;
  readonly owner: UserActor;
  /** The owner's organisation, unless the ticket was opened for a contact of another. */
  readonly ownerOrganisation: OrganisationId;
  readonly requester: Requester;
  readonly handler: OrganisationId;
  /** Newest last. They say where ReturnTicket goes, and who may recall. */
  readonly legs: readonly Leg[];
  readonly earlierHandlers: readonly OrganisationId[];
  readonly team: TeamId | null;
  readonly priority: Priority;
  readonly details: Details;
  readonly acknowledged: boolean;
  readonly affectedItems: AffectedItemsListed['data']['items'];
  readonly waivers: { readonly [gate in Gate]?: Instant | null };
  /** Whether a solution was entered since the ticket was opened or last reopened. */
  readonly solution: boolean;
  readonly progress: number | null;
  readonly replies: readonly ReplyId[];
  readonly files: readonly FileId[];
  /** Replies and files for staff only. */
  readonly staffOnly: readonly string[];
  /** Replies, files and watchers whose keys were ordered destroyed. */
  readonly redacted: readonly string[];
  readonly watchers: { readonly [watcher: WatcherId]: readonly MailKind[] };
  /** Watchers whose address is still in the log, including removed ones. */
  readonly addresses: readonly WatcherId[];
  readonly duplicates: readonly TicketId[];
  readonly primary: TicketId | null;
  /** occurredAt of the latest fact that changed the phase. The next such fact is never before it. */
  readonly phaseSince: Instant;
}

/** What only some phases have. */
export type Stage =
  | { readonly phase: 1 | 3 }
  | { readonly phase: 2; readonly waiting: Waiting | null }
  | { readonly phase: 4 | 5; readonly assignment: Assignment; readonly waiting: Waiting | null }
  | { readonly phase: 6; readonly assignment: Assignment | null; readonly solver: UserId | null }
  | {
      readonly phase: 7;
      readonly assignment: Assignment | null;
      readonly resolution: Resolution;
      /** Start of the reopen window: the closing, or a later unlinking. */
      readonly reopenableFrom: Instant;
    };

export type OpenedState = Stage & { readonly ticket: Ticket };
export type TicketState = { readonly phase: 0 } | OpenedState;

export const notOpened: TicketState = { phase: 0 };

export function profileOfTicket({ ticket }: OpenedState): Profile {
  return profileOf(ticket.kind, ticket.engagement);
}

export function assignmentOf(state: OpenedState): Assignment | null {
  return 'assignment' in state ? state.assignment : null;
}

export function assigneeOf(state: OpenedState): UserId | null {
  return assignmentOf(state)?.technician ?? null;
}

export function waitingOf(state: OpenedState): Waiting | null {
  return 'waiting' in state ? state.waiting : null;
}

/** The organisation that the ticket came from. Null where it was opened or returned to. */
export function cameFrom({ ticket }: OpenedState): OrganisationId | null {
  return ticket.legs.at(-1)?.from ?? null;
}

/** The organisations that passed the ticket down and did not lose it upwards since (C32), nearest first. */
export function principalsOf({ ticket }: OpenedState): readonly OrganisationId[] {
  const lastUp = ticket.legs.findLastIndex((leg) => leg.direction === 'up');
  return ticket.legs
    .slice(lastUp + 1)
    .map((leg) => leg.from)
    .reverse();
}

/** The owner, the creator and a requester with an account keep the creator's rights wherever custody goes (C29). Sorted, unique. */
export function participantsOf({ ticket }: OpenedState): readonly UserId[] {
  const requester = 'user' in ticket.requester ? [ticket.requester.user] : [];
  return [...new Set([ticket.creator.user, ticket.owner.user, ...requester])].sort();
}
