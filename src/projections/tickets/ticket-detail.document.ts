import type { UserActor } from '../../domain/kernel/event';
import type { Audience } from '../../domain/kernel/event';
import type { Details, Gate, MailKind, Requester, Resolution, WaitingFor } from '../../domain/ticket/ticket.events';
import type { Document } from '../kernel/documents.port';
import type { Plain } from '../kernel/plain';
import type { Standing } from './status';

/**
 * Everything the ticket page shows (S4.65), ids only. Texts are null where there never was one and ERASED where the key is gone.
 * Fields of what only staff may know stay empty in the document for everyone, for no such fact ever reaches it (rule 4).
 */
export interface TicketDetail extends Document, Standing {
  readonly number: string;
  readonly details: Plain<Details>;
  readonly title: string | null;
  readonly description: string | null;
  readonly requester: Requester;
  readonly creator: Plain<UserActor>;
  readonly owner: Plain<UserActor>;
  readonly earlierHandlers: readonly string[];
  /** When the present assignee accepted. */
  readonly acceptedAt: string | null;
  readonly waiting: { readonly for: WaitingFor; readonly reason: string | null; readonly since: string } | null;
  /** 0–100; never drives the phase (C14). */
  readonly percent: number;
  readonly solution: Solution | null;
  readonly closure: Closure | null;
  readonly reopens: number;
  /** The first acceptance or start of work: stops the response clock (S2.9, C16). */
  readonly takenInHandlingAt: string | null;
  /** The first answer to the customer: a reply to everyone, or word that the report has arrived. */
  readonly respondedAt: string | null;
  /** When each phase up to the present one was last reached, in their order; phases that were passed over are missing. */
  readonly reached: readonly Reached[];
  readonly watchers: readonly Watcher[];
  readonly files: readonly FileLine[];
  readonly primary: string | null;
  readonly duplicates: readonly string[];
  readonly waivers: readonly Waiver[];
  readonly affectedItems: readonly { readonly kind: string; readonly reference: string }[];
  readonly work: readonly WorkLine[];
  readonly faults: readonly FaultLine[];
  readonly openedAt: string;
  readonly updatedAt: string;
  /** From when to when its activity was recorded: a page of several tickets' skips those that have nothing there. */
  readonly firstRecordedAt: string;
  readonly lastRecordedAt: string;
  /** Of the newest fact this document has seen. */
  readonly revision: number;
}

export type Reached = { readonly phase: number; readonly at: string };
export type Solution = {
  readonly text: string | null;
  readonly actualDamage: string | null;
  readonly code: string | null;
  readonly by: string;
  readonly at: string;
};
export type Closure = {
  readonly resolution: Resolution;
  readonly summary: string | null;
  readonly primary: string | null;
  readonly at: string;
};
/** The address is kept for staff only. */
export type Watcher = { readonly watcher: string; readonly kinds: readonly MailKind[]; readonly email: string | null };
export type FileLine = {
  readonly file: string;
  readonly name: string | null;
  readonly mediaType: string;
  readonly bytes: number;
  readonly sha256: string;
  readonly audience: Audience;
  readonly at: string;
  /** The user who attached it; null: a process. */
  readonly by: string | null;
  readonly redacted: boolean;
};
export type Waiver = { readonly gate: Gate; readonly reason: string | null; readonly until: string | null; readonly at: string };
export type WorkLine = {
  readonly technician: string;
  readonly minutes: number;
  readonly item: string | null;
  readonly description: string | null;
  readonly at: string;
};
export type FaultLine = {
  readonly code: string | null;
  readonly foundBy: string;
  readonly description: string | null;
  readonly at: string;
};
