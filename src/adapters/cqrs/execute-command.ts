import { Command } from '@nestjs/cqrs';
import type { DecisionContext } from '../../domain/context';
import type { Origin, UserActor } from '../../domain/kernel/event';
import type { Category, CommandId } from '../../domain/kernel/ids';
import type { Instant } from '../../domain/kernel/instant';
import type { Value } from '../../domain/kernel/value';

export interface CommandRequest<C extends { readonly type: string } = { readonly type: string }> {
  readonly category: Category;
  /** The aggregate's id (the stream's name without the category). A new ticket's id is its command's id. */
  readonly id: string;
  readonly command: C;
  readonly actor: DecisionContext['actor'];
  readonly onBehalfOf?: UserActor;
  /** Default: witnessed. */
  readonly origin?: Origin;
  /** Typed by the user; bounded by the time rule of docs/domain.md. Default: now. */
  readonly occurredAt?: Instant;
  /** Seen again: the first outcome is answered and nothing appended; with another body it is refused. */
  readonly commandId: CommandId;
  /** What the client sent, for the digest. */
  readonly body: Value;
  /** From If-Match. */
  readonly expectedRevision?: number;
  readonly correlationId: string;
  readonly causationId?: string;
  /** Decided, and refused, as it would be; where it would not be, nothing is recorded and the stream as it stands is answered. */
  readonly rehearsal?: true;
}

export interface CommandOutcome {
  readonly stream: string;
  /** Of the last fact of this command; of the stream, when nothing had to be recorded. */
  readonly revision: number;
  /** Of the stream's newest fact then; what `ReadModels.waitFor` takes. Null for an empty stream. */
  readonly position: string | null;
  /** Types of the facts recorded, in order; empty when everything held already. */
  readonly recorded: readonly string[];
  /** This very command had been carried out before. */
  readonly repeated: boolean;
}

/** The one command on Nest's bus: every aggregate is decided by the same generic handler. */
export class ExecuteCommand extends Command<CommandOutcome> {
  constructor(readonly request: CommandRequest) {
    super();
  }
}
