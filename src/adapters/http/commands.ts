import { Inject, Injectable } from '@nestjs/common';
import { CommandBus } from '@nestjs/cqrs';
import { v5 } from 'uuid';
import { reject } from '../../domain/kernel/errors';
import type { Category, CommandId } from '../../domain/kernel/ids';
import type { Instant } from '../../domain/kernel/instant';
import { ExecuteCommand, type CommandOutcome } from '../cqrs/execute-command';
import type { Ids } from '../system/clock.port';
import type { Call } from './call';
import { expectedRevision } from './etag';
import type { Asking } from './ports';
import { IDS } from './tokens';

/** Namespace of command ids made from an Idempotency-Key. For ever: another value would make old keys new ones. */
const keyNamespace = 'b5f1a7f0-6c0e-4c52-9d0b-3f0b1d7c2a11';

export interface Target {
  readonly category: Category;
  readonly id: string;
}

/** From a call to the command bus. */
@Injectable()
export class Commands {
  constructor(
    private readonly bus: CommandBus,
    @Inject(IDS) private readonly ids: Ids,
  ) {}

  readonly newId = (): string => this.ids.next();

  /** The same key of the same user is the same command, whenever and wherever it arrives (rule 6). */
  commandId({ actor, idempotencyKey }: Call): CommandId {
    if (idempotencyKey === undefined) return this.ids.next();
    return v5(`${actor.organisation} ${actor.user} ${idempotencyKey}`, keyNamespace);
  }

  asking(call: Call, occurredAt?: Instant): Asking {
    const revision = expectedRevision(call.ifMatch);
    return {
      actor: call.actor,
      commandId: this.commandId(call),
      correlationId: call.correlationId,
      body: call.body,
      ...(occurredAt !== undefined && { occurredAt }),
      ...(revision !== undefined && { expectedRevision: revision }),
    };
  }

  /** @throws {DomainError} the refusal */
  execute(target: Target, command: { readonly type: string }, asking: Asking): Promise<CommandOutcome> {
    return this.bus.execute(new ExecuteCommand({ ...target, ...asking, command }));
  }

  /** For what must be prepared elsewhere first, and is not to be where the command would be refused. @throws {DomainError} the refusal */
  rehearse(target: Target, command: { readonly type: string }, asking: Asking): Promise<CommandOutcome> {
    return this.bus.execute(new ExecuteCommand({ ...target, ...asking, command, rehearsal: true }));
  }
}

/** @throws {DomainError} precondition-required */
export function demandRevision(call: Call): void {
  if (call.ifMatch === undefined) {
    reject('precondition-required', 'Send If-Match with the ETag of what you read, so that no change of others is overwritten.');
  }
}
