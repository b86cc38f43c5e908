import type { OrganisationId, TicketId, UserId } from '../../domain/kernel/ids';
import type { Instant } from '../../domain/kernel/instant';
import type { Condition } from '../../projections/kernel/documents.port';

/** What is recorded of who came and what they looked at. Storage format: none is ever renamed or reused. */
export const accessKinds = [
  'signed-in',
  'sign-in-failed',
  'sign-in-delayed',
  'signed-out',
  'password-changed',
  'password-set',
  'ticket-viewed',
  'file-read',
  'exported',
  'audit-viewed',
  'token-used',
  'entries-missed',
  'entries-removed',
] as const;
export type AccessKind = (typeof accessKinds)[number];

/** Somebody's access, as far as whoever saw it knows: what is named here is looked up when it is written. */
export interface AccessNote {
  readonly kind: AccessKind;
  readonly user?: UserId | null;
  /** Id or number. */
  readonly ticket?: string;
  readonly file?: string;
  /** SHA-256 of a token, hex. */
  readonly tokenDigest?: string;
  readonly session?: string;
  readonly address?: string;
  readonly device?: string;
  readonly detail?: string;
  /** Recorded once an hour for each of these texts. */
  readonly oncePerHour?: string;
}

export interface AccessRecorder {
  /** Never throws and never waits: what cannot be written is counted, and the count is written. */
  record(note: AccessNote): void;
}

export interface Access {
  readonly kind: AccessKind;
  readonly at: Instant;
  readonly user: UserId | null;
  /** Of the user, at that time. */
  readonly organisation: OrganisationId | null;
  readonly ticket: TicketId | null;
  /** The organisation that owned the ticket at that time. */
  readonly ticketOwner: OrganisationId | null;
  readonly file: string | null;
  readonly token: string | null;
  readonly session: string | null;
  readonly address: string | null;
  readonly device: string | null;
  readonly detail: string | null;
}

/** One link of the chain. `hash` = SHA-256(before ‖ SHA-256 of the canonical text of everything else). */
export interface AccessEntry extends Access {
  /** Of the process that writes; one for ever where only one process can. */
  readonly chain: string;
  /** From 1, without gaps. */
  readonly index: number;
  readonly before: string;
  readonly hash: string;
}

export interface AccessQuery {
  /** Whose entries: of an organisation's people and tickets; null: all. */
  readonly organisation: OrganisationId | null;
  readonly where: readonly Condition[];
  readonly limit: number;
  readonly after?: string;
}

export interface AccessReport {
  readonly entries: number;
  readonly chains: number;
  /** Entries that were removed when their time was over; the chain goes on from a sealed mark. */
  readonly removed: number;
  /** At most one per chain: the first entry that differs from its record. */
  readonly problems: readonly { readonly chain: string; readonly index: number; readonly what: string }[];
}

/** Append-only. Contract: test/contracts/access-log.contract.ts. */
export interface AccessLog {
  /** One at a time. When it resolves, the entries are on disk. @throws nothing was acknowledged */
  append(accesses: readonly Access[]): Promise<void>;
  /** Newest first. */
  find(query: AccessQuery): Promise<{ readonly items: readonly AccessEntry[]; readonly next: string | null }>;
  /** Recomputes every hash and every link. */
  verify(signal?: AbortSignal): Promise<AccessReport>;
  /** Removes what happened before, and seals a mark from which the chain goes on. Answers how many entries. */
  removeBefore(instant: Instant): Promise<number>;
}

export const ACCESS_LOG = Symbol('AccessLog');
export const ACCESS_RECORDER = Symbol('AccessRecorder');
