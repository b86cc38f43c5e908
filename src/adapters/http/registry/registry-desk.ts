import { Injectable } from '@nestjs/common';
import type { FastifyReply } from 'fastify';
import type { Category } from '../../../domain/kernel/ids';
import type { Instant } from '../../../domain/kernel/instant';
import type { CommandOutcome } from '../../cqrs/execute-command';
import type { Given } from '../actions/action';
import type { Call } from '../call';
import { Commands } from '../commands';
import { etag } from '../etag';
import type { Asking } from '../ports';

export interface RegistryOutcome extends Pick<CommandOutcome, 'revision' | 'recorded' | 'repeated'> {
  readonly id: string;
  /** Id of the part that the command made, where it makes one. */
  readonly made?: string;
}

export interface RegistryTarget {
  readonly category: Category;
  /** Null: a new one, named by the command that makes it. */
  readonly id: string | null;
}

/** Organisations, people and roles: all alike, from a checked request to the answer. */
@Injectable()
export class RegistryDesk {
  constructor(private readonly commands: Commands) {}

  asking(call: Call, occurredAt: Instant | undefined): Asking {
    return this.commands.asking(call, occurredAt);
  }

  async carryOut(
    target: RegistryTarget,
    toCommand: (given: Given) => { readonly type: string },
    asking: Asking,
    reply: FastifyReply,
  ): Promise<RegistryOutcome> {
    const { actor, commandId } = asking;
    const id = target.id ?? commandId;
    const command = toCommand({ actor, commandId, newId: this.commands.newId });
    const { revision, recorded, repeated } = await this.commands.execute({ category: target.category, id }, command, asking);
    void reply.header('etag', etag(revision));
    if (target.id === null) void reply.status(201).header('location', `/v1/${target.category}s/${id}`);
    return { id, revision, recorded, repeated, ...(command.type === 'AddTeam' && { made: commandId }) };
  }
}
