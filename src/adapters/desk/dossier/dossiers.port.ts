import type { Readable } from 'node:stream';
import type { TicketId } from '../../../domain/kernel/ids';
import type { Actor } from '../../../domain/people/actor';
import type { DossierSection } from '../../../domain/ticket/ticket.events';
import type { DossierWish } from './dossier-model';

export const exportStates = ['running', 'done', 'failed', 'cancelled'] as const;
export type ExportState = (typeof exportStates)[number];

/** A dossier that somebody asked for. */
export interface DossierExport {
  readonly id: string;
  readonly ticket: TicketId;
  readonly number: string;
  readonly sections: readonly DossierSection[];
  readonly state: ExportState;
  /** Parts written of parts in all, while it runs; null where another server writes it. */
  readonly progress: { readonly done: number; readonly of: number } | null;
  readonly createdAt: string;
  /** Until when it is kept. */
  readonly expiresAt: string;
  /** Name, size and SHA-256 of the ZIP, when it is done. `isPrintable`: there was no browser, so it has a page to print in place of the PDF. */
  readonly result: {
    readonly name: string;
    readonly bytes: number;
    readonly sha256: string;
    readonly isPrintable: boolean;
  } | null;
}

export interface DossierRequest {
  readonly actor: Actor;
  readonly ticket: TicketId;
  readonly wish: DossierWish;
  readonly correlationId: string;
}

/** What the asker can have of a ticket. */
export interface DossierOffer {
  readonly number: string;
  readonly isClosed: boolean;
  /** False: the ticket is open, and the asker may export closed ones only. */
  readonly mayExport: boolean;
  readonly sections: readonly DossierSection[];
}

export interface DossierContent {
  readonly name: string;
  readonly bytes: number;
  readonly ticket: TicketId;
  readonly content: Readable;
}

/** Dossiers of tickets, written in the background and kept for a day for the one who asked (S4.51–S4.55). */
export interface Dossiers {
  /** @throws {DomainError} unknown */
  offer(actor: Actor, ticket: TicketId): Promise<DossierOffer>;
  /** @throws {DomainError} unknown, not-permitted, invalid */
  start(request: DossierRequest): Promise<DossierExport>;
  /** Those of the asker, newest first. */
  list(actor: Actor, ticket: TicketId): Promise<readonly DossierExport[]>;
  /** @throws {DomainError} unknown */
  read(actor: Actor, id: string): Promise<DossierExport>;
  /** Does nothing where it has ended. @throws {DomainError} unknown */
  cancel(actor: Actor, id: string): Promise<DossierExport>;
  /** @throws {DomainError} unknown: not done or expired; and as `start`, where the asker may not export this any more */
  content(actor: Actor, id: string): Promise<DossierContent>;
}
