import type { ContactId, TeamId, UserId } from '../../domain/kernel/ids';
import type { Instant } from '../../domain/kernel/instant';
import type { OpenTicket, TicketCommand } from '../../domain/ticket/ticket.commands';
import type { Mapping } from './mapping';

/** A source of history. A new one is one file that implements this, and one line in `formats.ts` (docs/import.md). */
export interface ImportFormat {
  /** Name on the command line, and `origin.source.name` of every imported fact. */
  readonly name: string;
  readonly description: string;
  /**
   * Tickets in file order, read on demand.
   * @throws {DomainError} invalid: the whole file is unreadable
   */
  readonly read: (source: Source) => AsyncIterable<SourceTicket>;
}

/** An open file: its text, unpacked and decoded. */
export interface Source {
  readonly text: AsyncIterable<string>;
  /** Separator of the values in a line. */
  readonly separator: string;
  readonly mapping: Mapping;
}

export interface SourceTicket {
  /** The ticket's id at the source, equal in every export. */
  readonly key: string;
  readonly rows: number;
  /**
   * Pure: equal rows give equal steps.
   * @throws {DomainError} invalid: a row of this ticket is unreadable; other tickets are still imported
   */
  readonly plan: (names: Names) => TicketHistory;
}

/** People and teams of the importing organisation, by their names at the source. Naming one creates it. */
export interface Names {
  readonly contact: (name: string) => ContactId;
  readonly user: (name: string) => UserId;
  readonly team: (name: string) => TeamId;
}

export interface TicketHistory {
  /** In order of execution. The first one opens the ticket. */
  readonly steps: readonly ImportStep[];
  /** Rows without changes. */
  readonly touches: number;
  /** Rows older than the ticket's last command, whose time was raised to it. */
  readonly lifted: number;
}

/** The ticket number is assigned here, not by the source. */
export type ImportCommand = Exclude<TicketCommand, OpenTicket> | Omit<OpenTicket, 'number'>;

export interface ImportStep {
  /** Identifies this step within its ticket permanently, so importing it again is a repeat. */
  readonly key: string;
  /** Row of the file, from 1, without the header. */
  readonly row: number;
  /** Never before the previous step. */
  readonly occurredAt: Instant;
  readonly onBehalfOf: UserId | null;
  /** True for a step that the life cycle needs but the source does not record. */
  readonly implied: boolean;
  readonly command: ImportCommand;
}
