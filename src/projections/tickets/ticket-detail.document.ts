import type { UserActor } from '../../domain/kernel/event';
import type { Audience } from '../../domain/kernel/event';
import type { Details, Gate, MailKind, Requester, Resolution, WaitingFor } from '../../domain/ticket/ticket.events';
import type { Document } from '../kernel/documents.port';
import type { Plain } from '../kernel/plain';
import type { Standing } from './status';

/**
 * Everything that the ticket page shows (S4.65), with ids only. Texts are null when never written, and ERASED when the key is
 * gone. Fields for staff only stay empty in the document for everyone, because no staff fact ever reaches it (rule 4).
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
  /** When the current assignee accepted. */
  readonly acceptedAt: string | null;
  readonly waiting: { readonly for: WaitingFor; readonly reason: string | null; readonly since: string } | null;
  /** 0–100; never drives the phase (C14). */
  readonly percent: number;
  readonly solution: Solution | null;
  readonly closure: Closure | null;
  readonly reopens: number;
  /** The first acceptance or start of work, which stops the response clock (S2.9, C16). */
  readonly takenInHandlingAt: string | null;
  /** The first answer to the customer: a reply to everyone, or the notification of receipt. */
  readonly respondedAt: string | null;
  /** When each phase up to the current one was last reached, in order. Skipped phases are missing. */
  readonly reached: readonly Reached[];
  readonly watchers: readonly Watcher[];
  readonly files: readonly FileLine[];
  readonly step: Step;
  readonly primary: string | null;
  readonly duplicates: readonly string[];
  readonly waivers: readonly Waiver[];
  readonly affectedItems: readonly { readonly kind: string; readonly reference: string }[];
  readonly work: readonly WorkLine[];
  readonly faults: readonly FaultLine[];
  readonly openedAt: string;
  readonly updatedAt: string;
  /** The time range of the activity, so that a page over several tickets skips those without lines in it. */
  readonly firstRecordedAt: string;
  readonly lastRecordedAt: string;
  /** Revision of the newest fact in this document. */
  readonly revision: number;
}

export type Reached = { readonly phase: number; readonly at: string };
export type Solution = {
  readonly text: string | null;
  readonly actualDamage: string | null;
  readonly code: string | null;
  /** Null when a customer closed a ticket that nobody worked on. */
  readonly by: string | null;
  readonly at: string;
};
export type Closure = {
  readonly resolution: Resolution;
  readonly summary: string | null;
  readonly primary: string | null;
  readonly at: string;
};
export type Watcher = {
  readonly watcher: string;
  readonly kinds: readonly MailKind[];
  /** In the customers' document, only addresses that a customer added. Each reader sees their own. */
  readonly email: string | null;
  /** The user who added it; null: a process. */
  readonly by: string | null;
};
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
  /** The fact that it came with: `ReplyPosted`, or `FilesAttached` if it came alone. */
  readonly cameWith: string;
};
/** What the newest command recorded: the fact that names it. */
export type Step = { readonly command: string; readonly type: string };
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
