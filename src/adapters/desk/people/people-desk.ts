import { Injectable } from '@nestjs/common';
import type { Value } from '../../../domain/kernel/value';
import { outcomeOf, type Asker, type Asking, type Outcome } from '../asker';
import { Commands, demandRevision } from '../commands';
import { checkedInput } from '../input/checked-input';
import { partOf, type AnyCommand } from '../input/command-from';
import type { Resource } from './resources';

export interface PeopleRequest {
  readonly resource: Resource;
  readonly type: string;
  /** Null for a new aggregate, whose id comes from the creating command. */
  readonly id: string | null;
  /** The fields as they were sent. */
  readonly body: unknown;
}

export interface Prepared {
  readonly id: string;
  readonly command: AnyCommand;
  readonly asking: Asking;
  readonly record: () => Promise<Outcome>;
}

/** Executes commands on organisations, people and roles. */
@Injectable()
export class PeopleDesk {
  constructor(readonly commands: Commands) {}

  /** @throws {DomainError} the refusal */
  act(asker: Asker, request: PeopleRequest): Promise<Outcome> {
    return this.prepare(asker, request).record();
  }

  /** @throws {DomainError} invalid */
  prepare(asker: Asker, { resource, type, id: given, body }: PeopleRequest): Prepared {
    const form = resource.table.forms[type];
    if (form === undefined) throw new Error(`${resource.plural} have no command ${type}`);
    demandRevision(form, asker);
    const { values, occurredAt } = checkedInput(form, body);
    const asking = this.commands.asking(asker, { body: (body ?? {}) as Value, ...(occurredAt !== undefined && { occurredAt }) });
    const id = given ?? asking.commandId;
    const command = this.commands.made<AnyCommand>(type, form, { values, asking });
    const record = async (): Promise<Outcome> => {
      const outcome = await this.commands.execute({ category: resource.noun, id }, command, asking);
      return outcomeOf(id, outcome, partOf(form, command));
    };
    return { id, command, asking, record };
  }
}
