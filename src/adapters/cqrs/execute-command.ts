import { Command } from '@nestjs/cqrs';
import type { DecisionContext } from '../../domain/context';
import type { Origin, UserActor } from '../../domain/kernel/event';
import type { Category, CommandId } from '../../domain/kernel/ids';
import type { Instant } from '../../domain/kernel/instant';
import type { Value } from '../../domain/kernel/value';

export interface CommandRequest<C extends { readonly type: string } = { readonly type: string }> {
  readonly category: Category;
  /** The aggregate's id: the stream's name without the category. A new ticket gets the id of its command. */
  readonly id: string;
  readonly command: C;
  readonly actor: DecisionContext['actor'];
  readonly onBehalfOf?: UserActor;
  /** Default: witnessed. */
  readonly origin?: Origin;
  /** Entered by the user, within the limits of docs/domain.md "Time". Default: now. */
  readonly occurredAt?: Instant;
  /** A repeated id gets the first outcome and appends nothing. With another body it is refused. */
  readonly commandId: CommandId;
  /** The client's input, for the digest. */
  readonly body: Value;
  /** From If-Match, one of them. */
  readonly expectedRevision?: number | readonly number[];
  readonly correlationId: string;
  readonly causationId?: string;
  /** Only decides. Refuses like the real command, but records nothing and returns the stream as it is. */
  readonly rehearsal?: true;
}

export interface CommandOutcome {
  readonly stream: string;
  /** Revision of the command's last fact, or of the stream if nothing was recorded. */
  readonly revision: number;
  /** Position of the stream's newest fact at that time, for `ReadModels.waitFor`. Null for an empty stream. */
  readonly position: string | null;
  /** Types of the recorded facts, in order. Empty if nothing changed. */
  readonly recorded: readonly string[];
  /** True if the same command was carried out before. */
  readonly repeated: boolean;
}

/** The only command on Nest's bus. One generic handler decides for every aggregate. */
export class ExecuteCommand extends Command<CommandOutcome> {
  constructor(readonly request: CommandRequest) {
    super();
  }
}
