import type { Readable } from 'node:stream';
import type { ContactId, TeamId, UserId } from '../../domain/kernel/ids';
import type { Instant } from '../../domain/kernel/instant';
import type { OpenTicket, TicketCommand } from '../../domain/ticket/ticket.commands';

/** Another source of history: one file that implements this and one line in `formats.ts` (docs/import.md). */
export interface ImportFormat {
  /** What the command line calls it; also the `origin.source.name` of every fact. */
  readonly name: string;
  readonly description: string;
  /**
   * Tickets in file order, read as the consumer asks for them. `input` is the unpacked file.
   * @throws {DomainError} invalid: the file as a whole cannot be read
   */
  readonly read: (input: Readable) => AsyncIterable<SourceTicket>;
}

export interface SourceTicket {
  /** What the source calls it; the same in every export of the same system. */
  readonly key: string;
  readonly rows: number;
  /**
   * Pure: the same rows give the same steps.
   * @throws {DomainError} invalid: a row of this ticket says what nobody can read; the others go on
   */
  readonly plan: (names: Names) => TicketHistory;
}

/** The people and teams of the importing organisation, by what the source calls them. Whoever is named here will exist. */
export interface Names {
  readonly contact: (name: string) => ContactId;
  readonly user: (name: string) => UserId;
  readonly team: (name: string) => TeamId;
}

export interface TicketHistory {
  /** In the order they are carried out; the first one opens the ticket. */
  readonly steps: readonly ImportStep[];
  /** Rows that say nothing new. */
  readonly touches: number;
  /** Rows whose time lay before the ticket's last command and was lifted to it. */
  readonly lifted: number;
}

/** The number is ours to give, not the source's. */
export type ImportCommand = Exclude<TicketCommand, OpenTicket> | Omit<OpenTicket, 'number'>;

export interface ImportStep {
  /** Names this step within its ticket for ever: importing it again, from this file or a longer one, is a repeat. */
  readonly key: string;
  /** Of the file, from 1 (a header is not a row). */
  readonly row: number;
  /** Never earlier than the step before. */
  readonly occurredAt: Instant;
  readonly onBehalfOf: UserId | null;
  /** The life cycle needs it, the source does not show it. */
  readonly implied: boolean;
  readonly command: ImportCommand;
}
