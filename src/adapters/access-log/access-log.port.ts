import type { OrganisationId, TicketId, UserId } from '../../domain/kernel/ids';
import type { Instant } from '../../domain/kernel/instant';
import type { Condition } from '../../projections/kernel/documents.port';

/** Kinds of access. Storage format: never rename or reuse one. */
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

/** An access as its observer knows it. Ids and organisations are resolved when it is written. */
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
  /** Deduplication key: one record per hour for each value. */
  readonly oncePerHour?: string;
}

export interface AccessRecorder {
  /** Never throws and never waits. Notes that cannot be written are counted, and the count is recorded. */
  record(note: AccessNote): void;
}

export interface Access {
  readonly kind: AccessKind;
  readonly at: Instant;
  readonly user: UserId | null;
  /** The user's organisation at that time. */
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

/** One link of the chain. `hash` = SHA-256(previous hash ‖ SHA-256 of the canonical text of all other fields). */
export interface AccessEntry extends Access {
  /** Chain of the writing process. With an exclusive store there is only one. */
  readonly chain: string;
  /** From 1, without gaps. */
  readonly index: number;
  readonly before: string;
  readonly hash: string;
}

export interface AccessQuery {
  /** Restricts entries to an organisation's people and tickets. Null for all. */
  readonly organisation: OrganisationId | null;
  readonly where: readonly Condition[];
  readonly limit: number;
  readonly after?: string;
}

export interface AccessReport {
  readonly entries: number;
  readonly chains: number;
  /** Number of entries removed after their retention. A sealed mark records where the chain continues. */
  readonly removed: number;
  /** The first damaged entry of each chain. */
  readonly problems: readonly { readonly chain: string; readonly index: number; readonly what: string }[];
}

/** Append-only. Contract: test/contracts/access-log.contract.ts. */
export interface AccessLog {
  /** Call it sequentially. When it resolves, the entries are on disk. @throws nothing was acknowledged */
  append(accesses: readonly Access[]): Promise<void>;
  /** Newest first. */
  find(query: AccessQuery): Promise<{ readonly items: readonly AccessEntry[]; readonly next: string | null }>;
  /** Recomputes every hash and every link. */
  verify(signal?: AbortSignal): Promise<AccessReport>;
  /** Removes older entries, and seals a mark from which the chain continues. Returns the number removed. */
  removeBefore(instant: Instant): Promise<number>;
}

export const ACCESS_LOG = Symbol('AccessLog');
export const ACCESS_RECORDER = Symbol('AccessRecorder');
