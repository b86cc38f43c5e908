import type { Instant } from '../../domain/kernel/instant';
import type { CommandId } from '../../domain/kernel/ids';
import type { Value } from '../../domain/kernel/value';
import type { Actor } from '../../domain/people/actor';
import type { CommandOutcome } from '../cqrs/execute-command';

/** The sender of a request, independent of the transport. */
export interface Asker {
  readonly actor: Actor;
  readonly correlationId: string;
  /** The same key from the same user means the same command (rule 6). */
  readonly idempotencyKey?: string;
  /** The revision that the asker last saw. `any` skips the check. */
  readonly expectedRevision?: number | readonly number[] | 'any';
}

/** The context of one command. */
export interface Asking {
  readonly actor: Actor;
  readonly commandId: CommandId;
  readonly correlationId: string;
  /** The request body as sent, for the digest. */
  readonly body: Value;
  readonly occurredAt?: Instant;
  readonly expectedRevision?: number | readonly number[];
  /** The command id comes from an Idempotency-Key. */
  readonly keyed?: true;
}

/** The result of a command. */
export interface Outcome extends Pick<CommandOutcome, 'revision' | 'position' | 'recorded' | 'repeated'> {
  /** Id of the aggregate, the `id` of a read. */
  readonly id: string;
  /** Id of the part that the command created, if any. */
  readonly made?: string;
}

export function outcomeOf(
  id: string,
  { revision, position, recorded, repeated }: CommandOutcome,
  made: string | null = null,
): Outcome {
  return { id, revision, position, recorded, repeated, ...(made !== null && { made }) };
}
