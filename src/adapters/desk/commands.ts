import { Inject, Injectable } from '@nestjs/common';
import { CommandBus } from '@nestjs/cqrs';
import { v5 } from 'uuid';
import { reject } from '../../domain/kernel/errors';
import type { CommandForm } from '../../domain/kernel/commands';
import { streamName, type Category, type CommandId } from '../../domain/kernel/ids';
import type { Instant } from '../../domain/kernel/instant';
import type { Value } from '../../domain/kernel/value';
import { ExecuteCommand, type CommandOutcome } from '../cqrs/execute-command';
import type { Ids } from '../system/clock.port';
import type { Asker, Asking } from './asker';
import { commandFrom, type AnyCommand } from './input/command-from';
import { erasingTypes } from '../../domain/process/when-erased-destroy-keys';
import type { Emails, Erasures } from './ports';
import { EMAILS, ERASURES, IDS, USED_KEYS } from './tokens';
import type { UsedKeys } from './used-keys';

/** Namespace of command ids derived from an Idempotency-Key. Never change it: old keys would become new commands. */
const keyNamespace = 'b5f1a7f0-6c0e-4c52-9d0b-3f0b1d7c2a11';

export interface Target {
  readonly category: Category;
  readonly id: string;
}

/** The validated request of one command. */
export interface Sent {
  readonly values: Readonly<Record<string, unknown>>;
  readonly occurredAt?: Instant;
  /** The request body as sent, for the digest. */
  readonly body: Value;
  /** Set when the id was needed before validation. */
  readonly commandId?: CommandId;
}

/** Turns requests into commands and sends them to the command bus. */
@Injectable()
export class Commands {
  @Inject(USED_KEYS) private readonly keys!: UsedKeys;

  constructor(
    private readonly bus: CommandBus,
    @Inject(IDS) private readonly ids: Ids,
    @Inject(EMAILS) private readonly emails: Pick<Emails, 'idOf'>,
    @Inject(ERASURES) private readonly erasures: Erasures,
  ) {}

  readonly newId = (): string => this.ids.next();

  /** The same key from the same user means the same command (rule 6). */
  commandId({ actor, idempotencyKey: key }: Asker): CommandId {
    return key === undefined ? this.ids.next() : v5(`${actor.organisation} ${actor.user} ${key}`, keyNamespace);
  }

  asking(asker: Asker, { body, occurredAt, commandId = this.commandId(asker) }: Omit<Sent, 'values'>): Asking {
    const { actor, correlationId, expectedRevision, idempotencyKey } = asker;
    return {
      ...{ actor, correlationId, body, commandId },
      ...(occurredAt !== undefined && { occurredAt }),
      ...(idempotencyKey !== undefined && { keyed: true }),
      ...(expectedRevision !== undefined && expectedRevision !== 'any' && { expectedRevision }),
    };
  }

  /** Builds the command from its description and the request. */
  made<C extends AnyCommand>(
    type: C['type'],
    form: CommandForm,
    {
      values,
      asking,
      ticket = asking.commandId,
      ticketNumber,
    }: {
      readonly values: Sent['values'];
      readonly asking: Asking;
      /** Default: the one that the command opens. */
      readonly ticket?: string;
      readonly ticketNumber?: string;
    },
  ): C {
    const { actor, commandId } = asking;
    return commandFrom<C>(type, form, values, {
      ...{ actor, commandId, newId: this.newId, addressId: (email) => this.emails.idOf(email, ticket) },
      ...(ticketNumber !== undefined && { ticketNumber }),
    });
  }

  /** @throws {DomainError} the refusal */
  async execute(target: Target, command: AnyCommand, asking: Asking): Promise<CommandOutcome> {
    const outcome = await this.onePath(target, asking, () =>
      this.bus.execute(new ExecuteCommand({ ...target, ...asking, command })),
    );
    const erases = outcome.recorded.some((type) => (erasingTypes as readonly string[]).includes(type));
    if (erases && outcome.position !== null) await this.erasures.carriedOut(outcome.position);
    return outcome;
  }

  /** Refuses a key that was used on another path. @throws {DomainError} idempotency-key-reused, and the refusal of `run` */
  onePath<T>({ category, id }: Target, { commandId, keyed }: Asking, run: () => Promise<T>): Promise<T> {
    return keyed === true ? this.keys.repeatable(commandId, streamName(category, id), run) : run();
  }

  /** Runs something that records no fact. @throws {DomainError} idempotency-key-reused, already-exists, and the refusal of `run` */
  once<T>(asker: Asker, place: Parameters<UsedKeys['once']>[1], run: () => Promise<T>): Promise<T> {
    return asker.idempotencyKey === undefined ? run() : this.keys.once(this.commandId(asker), place, run);
  }

  /** Decides without recording, before side effects that must not happen when the command is refused. @throws {DomainError} the refusal */
  rehearse(target: Target, command: AnyCommand, asking: Asking): Promise<CommandOutcome> {
    return this.bus.execute(new ExecuteCommand({ ...target, ...asking, command, rehearsal: true }));
  }
}

/** @throws {DomainError} precondition-required */
export function demandRevision(form: CommandForm, { expectedRevision }: Asker): void {
  if (form.needsRevision === true && expectedRevision === undefined) {
    reject('precondition-required', 'Send If-Match with the ETag of what you read, so that no change of others is overwritten.');
  }
}
