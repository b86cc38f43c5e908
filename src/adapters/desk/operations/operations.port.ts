import type { Instant } from '../../../domain/kernel/instant';
import type { UserId } from '../../../domain/kernel/ids';
import type { Actor } from '../../../domain/people/actor';
import type { ProjectionStatus } from '../../../projections/kernel/read-models';
import type { SessionInfo } from '../../auth/sign-in.port';
import type { TokenInfo } from '../ports';

/** A read model and its backlog of facts. */
export interface ReadModelNow extends ProjectionStatus {
  readonly behind: number;
}

export interface ParkedFact {
  readonly reactor: string;
  readonly type: string;
  readonly stream: string;
  readonly revision: number;
  readonly attempts: number;
  readonly error: string;
  readonly at: Instant;
}

/** A fact that cannot be read as it was recorded, and that an operator can settle. */
export interface UnreadableFact {
  readonly stream: string;
  readonly revision: number;
  readonly what: string;
}

export interface StoredFile {
  readonly name: string;
  readonly bytes: number;
}

export interface StoredFiles {
  readonly count: number;
  readonly bytes: number;
}

export interface Installation {
  readonly version: string;
  readonly startedAt: Instant;
  readonly facts: number;
  /** Names and versions of the stores. */
  readonly log: string;
  readonly documents: string;
  readonly dataFolder: string;
  readonly files: readonly StoredFile[];
  /** A dated count, because counting may take long. Null before the first count. */
  readonly attachments: { readonly value: StoredFiles; readonly at: Instant } | null;
  readonly freeBytes: number;
  /** Failing reactors and stores, by name. */
  readonly failures: readonly (readonly [who: string, why: string])[];
}

/** The running installation. */
export interface Operations {
  readModels(): Promise<readonly ReadModelNow[]>;
  installation(): Promise<Installation>;
  /** Oldest first, at most 100. */
  parked(): Promise<{ readonly items: readonly ParkedFact[]; readonly count: number }>;
  /** Retries every parked fact once. @throws if a store does not answer */
  retryParked(): Promise<{ readonly done: number; readonly left: number }>;
  unreadable(): Promise<readonly UnreadableFact[]>;
  /** Records that a fact is passed over. `left`: revisions of the stream that cannot be read either. @throws {DomainError} invalid, unknown */
  passOver(actor: Actor, stream: string, revision: number): Promise<{ readonly left: readonly number[] }>;
  tokens(): Promise<readonly TokenInfo[]>;
  /** False if there is no such token. */
  revokeToken(id: string): Promise<boolean>;
  /** Newest first, at most 100. */
  sessions(): Promise<readonly SessionInfo[]>;
  endSession(user: UserId, id: string): Promise<boolean>;
}

export const OPERATIONS = Symbol('Operations');
