import type { OrganisationId } from '../../../domain/kernel/ids';
import type { Actor } from '../../../domain/people/actor';
import type { DossierSection } from '../../../domain/ticket/ticket.events';
import type { SeenFact } from '../../../projections/kernel/projection';
import type { ActivityLine } from '../../../projections/tickets/activity';
import type { OnTicket } from '../../../projections/tickets/merged-view';
import type { KeptLetterhead } from '../../settings/letterheads.port';
import type { FileLine, TicketDetail } from '../../../projections/tickets/ticket-detail.document';

export const papers = ['a4', 'letter'] as const;
export type Paper = (typeof papers)[number];

/** How its reader wants it. */
export interface DossierWish {
  readonly sections: readonly DossierSection[];
  readonly language: string;
  readonly timeZone: string;
  readonly paper: Paper;
}

/** A ticket as its exporter may see it, folded from its facts. */
export interface DossierTicket {
  readonly detail: TicketDetail;
  /** Those that the exporter may see, oldest first. */
  readonly facts: readonly SeenFact[];
  readonly activity: readonly ActivityLine[];
}

/** Up to where the facts go. */
export interface AsOf {
  readonly at: string;
  readonly revision: number;
  /** Null: its exporter may not see it. */
  readonly logIndex: number | null;
  /** Hash of the newest fact, which seals all before it. */
  readonly head: string;
}

export interface DossierPicture {
  /** A `data:` address. */
  readonly src: string;
  readonly width: number;
  readonly height: number;
}

export interface DossierFile extends OnTicket {
  readonly line: FileLine;
  /** Null: its content was destroyed or is in quarantine, or the dossier leaves it out. */
  readonly entry: { readonly name: string; readonly bytes: number; readonly sha256: string } | null;
  readonly picture: DossierPicture | null;
}

export interface DossierSender {
  readonly organisation: OrganisationId;
  /** Null: it never set one. */
  readonly letterhead: KeptLetterhead | null;
}

export interface Dossier {
  readonly wish: DossierWish;
  readonly actor: Actor;
  readonly ticket: DossierTicket;
  /** Its duplicates, the nearest first; none where they were not asked for. */
  readonly merged: readonly DossierTicket[];
  readonly asOf: AsOf;
  readonly isClosed: boolean;
  /** The organisation whose document it is. */
  readonly sender: DossierSender;
  /** Where the ticket is found in the desk. */
  readonly address: string;
}

export const has = ({ wish }: Pick<Dossier, 'wish'>, section: DossierSection): boolean => wish.sections.includes(section);
