import type { Instant } from '../../domain/kernel/instant';
import type { CommandId } from '../../domain/kernel/ids';
import type { Value } from '../../domain/kernel/value';
import type { Actor } from '../../domain/people/actor';
import type { CommandOutcome } from '../cqrs/execute-command';

/** Who asks, whatever the request came by. */
export interface Asker {
  readonly actor: Actor;
  readonly correlationId: string;
  /** The same key of the same user is the same command, whenever it arrives (rule 6). */
  readonly idempotencyKey?: string;
  /** The revision that the asker has seen; `any`: whatever it is. */
  readonly expectedRevision?: number | 'any';
}

/** One command that is asked for. */
export interface Asking {
  readonly actor: Actor;
  readonly commandId: CommandId;
  readonly correlationId: string;
  /** What was sent, for the digest. */
  readonly body: Value;
  readonly occurredAt?: Instant;
  readonly expectedRevision?: number;
}

/** What a command did, for whoever asked. */
export interface Outcome extends Pick<CommandOutcome, 'revision' | 'position' | 'recorded' | 'repeated'> {
  /** Of the aggregate: what a read calls `id`. */
  readonly id: string;
  /** Id of the part that the command made, where it makes one. */
  readonly made?: string;
}

export function outcomeOf(
  id: string,
  { revision, position, recorded, repeated }: CommandOutcome,
  made: string | null = null,
): Outcome {
  return { id, revision, position, recorded, repeated, ...(made !== null && { made }) };
}
