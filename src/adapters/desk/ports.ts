import type { ShownKind } from '../../domain/context';
import type { TicketId } from '../../domain/kernel/ids';
import type { Instant } from '../../domain/kernel/instant';
import type { Actor } from '../../domain/people/actor';
import type { Permission } from '../../domain/people/permission';
import type { OrganisationKind } from '../../domain/people/views';
import type { AllowedCommand } from '../../domain/ticket/ticket.allowed';
import type { Asking } from './asker';
import type { CommandOutcome } from '../cqrs/execute-command';

export interface TicketNow {
  /** Revision of the stream, staff facts included. `If-Match` is compared with it. */
  readonly revision: number;
  /** Position of the stream's newest fact, for `ReadModels.waitFor`. */
  readonly position: string;
  readonly allowed: readonly AllowedCommand[];
}

/** Commands that are possible on a ticket now. Decided on the stream, so never stale. */
export interface TicketOptions {
  /** Null when the ticket does not exist or the actor may not read it (`readScope` against `scopesOf` of its facets). */
  now(ticket: TicketId, actor: Actor): Promise<TicketNow | null>;
  /** When the log last answered. */
  asOf(): Instant;
}

/** Unique everywhere, increasing within an instance, gaps allowed (docs/domain.md: CT, PT, DT, AT, ST). */
export interface TicketNumbers {
  next(openedBy: OrganisationKind): Promise<string>;
}

export interface MergeOutcome {
  readonly primary: CommandOutcome;
  readonly duplicate: CommandOutcome;
}

export interface MergePair {
  readonly primary: TicketId;
  readonly duplicate: TicketId;
}

export interface MergeAsked extends MergePair {
  /** The ticket in the request's path, which its If-Match applies to. */
  readonly addressed: TicketId;
}

/** Rule 3: decided in the owner organisation's `merges` stream, then written on both tickets, and healed after a crash. */
export interface MergeProcess {
  /** @throws {DomainError} unknown, merge-refused, not-handler, not-permitted, wrong-phase, idempotency-key-reused, stale, conflict */
  merge(pair: MergeAsked & { readonly reason?: string }, asking: Asking): Promise<MergeOutcome>;
  /** If-Match applies to the primary. @throws {DomainError} as above */
  unlink(pair: MergePair, asking: Asking): Promise<MergeOutcome>;
}

export interface PeopleThing {
  readonly category: ShownKind;
  readonly id: string;
}

/** Organisations, people and roles from the log, which never lags behind a read model. */
export interface PeopleRecords {
  /** Log position for `ReadModels.waitFor`. Null when the thing does not exist, or lies outside the actor's reach. */
  recordedAt(thing: PeopleThing, actor: Actor): Promise<string | null>;
}

/** Rebuilds a projection beside the live one. */
export interface Rebuilder {
  /** False when no projection has this name. Resolves when the rebuild has started. A call during a rebuild does nothing. */
  start(projection: string): Promise<boolean>;
}

export interface TokenInfo {
  readonly id: string;
  readonly user: string;
  readonly label: string;
  readonly createdAt: Instant;
  readonly expiresAt: Instant;
  readonly lastUsedAt: Instant | null;
  /** Null for all permissions of the user. */
  readonly scope: readonly Permission[] | null;
}

export interface NewToken {
  readonly label: string;
  readonly scope: readonly Permission[] | null;
  readonly days?: number;
}

/** Bearer tokens of one user. Only their hash is stored, so the secret is shown once. */
export interface Tokens {
  create(owner: Actor, wish: NewToken): Promise<TokenInfo & { readonly secret: string }>;
  list(owner: Pick<Actor, 'user'>): Promise<readonly TokenInfo[]>;
  /** Invalidates the token at once. False when the owner has no such token. */
  revoke(owner: Pick<Actor, 'user'>, id: string): Promise<boolean>;
}

/** E-mail addresses of accounts are unique (rule 5). */
/** What an erasure or a redaction orders is done by a reactor. */
export interface Erasures {
  /** Resolves when the facts up to this position are carried out: no answer shows what they erase. Or after half a minute. */
  carriedOut(position: string): Promise<void>;
}

export interface Emails {
  /** One id for every spelling of an address within one thing, which does not reveal the address. */
  idOf(email: string, within: string): string;
  /** Call before creating the account. False when the target already held the address. @throws {DomainError} already-exists */
  claim(email: string, target: string, asking: Pick<Asking, 'actor' | 'commandId' | 'correlationId'>): Promise<boolean>;
  /** Does nothing when another target holds it. */
  release(email: string, target: string, asking: Pick<Asking, 'actor' | 'commandId' | 'correlationId'>): Promise<void>;
}
