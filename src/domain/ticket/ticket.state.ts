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

/** A hand-over that was not undone: who passed the ticket on, and which way. */
export interface Leg {
  readonly from: OrganisationId;
  readonly direction: 'up' | 'down';
}

/** What rules ask for in more than one phase. Nothing sealed is ever here. */
export interface Ticket {
  readonly number: string;
  readonly kind: Kind;
  readonly engagement: Engagement;
  readonly creator: UserActor;
  readonly owner: UserActor;
  /** The owner's own, unless the ticket was opened for a contact of another. */
  readonly ownerOrganisation: OrganisationId;
  readonly requester: Requester;
  readonly handler: OrganisationId;
  /** Newest last: where ReturnTicket goes to, and who may recall. */
  readonly legs: readonly Leg[];
  readonly earlierHandlers: readonly OrganisationId[];
  readonly team: TeamId | null;
  readonly priority: Priority;
  readonly details: Details;
  readonly acknowledged: boolean;
  readonly affectedItems: AffectedItemsListed['data']['items'];
  readonly waivers: { readonly [gate in Gate]?: Instant | null };
  /** Entered since the ticket was opened or last reopened. */
  readonly solution: boolean;
  readonly progress: number | null;
  readonly replies: readonly ReplyId[];
  readonly files: readonly FileId[];
  /** Replies and files that customers never see. */
  readonly staffOnly: readonly string[];
  /** Replies, files and watchers whose keys were ordered destroyed. */
  readonly redacted: readonly string[];
  readonly watchers: { readonly [watcher: WatcherId]: readonly MailKind[] };
  /** Watchers whose address the log can still tell, those removed since among them. */
  readonly addresses: readonly WatcherId[];
  readonly duplicates: readonly TicketId[];
  readonly primary: TicketId | null;
  /** occurredAt of the fact that changed the phase last: the next one is never before it. */
  readonly phaseSince: Instant;
}

/** What only a phase has. */
export type Stage =
  | { readonly phase: 1 | 3 }
  | { readonly phase: 2; readonly waiting: Waiting | null }
  | { readonly phase: 4 | 5; readonly assignment: Assignment; readonly waiting: Waiting | null }
  | { readonly phase: 6; readonly assignment: Assignment | null; readonly solver: UserId }
  | {
      readonly phase: 7;
      readonly assignment: Assignment | null;
      readonly resolution: Resolution;
      /** The reopen window runs from here: the closing, or a later unlinking. */
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

/** Whom the ticket came from; null where it was opened, or returned to. */
export function cameFrom({ ticket }: OpenedState): OrganisationId | null {
  return ticket.legs.at(-1)?.from ?? null;
}

/** Those who passed the ticket down and did not lose it upwards since (C32), nearest first. */
export function principalsOf({ ticket }: OpenedState): readonly OrganisationId[] {
  const lastUp = ticket.legs.findLastIndex((leg) => leg.direction === 'up');
  return ticket.legs
    .slice(lastUp + 1)
    .map((leg) => leg.from)
    .reverse();
}

/** Those with a stake of their own: they keep the creator's rights wherever custody goes (C29). Sorted, unique. */
export function participantsOf({ ticket }: OpenedState): readonly UserId[] {
  const requester = 'user' in ticket.requester ? [ticket.requester.user] : [];
  return [...new Set([ticket.creator.user, ticket.owner.user, ...requester])].sort();
}
