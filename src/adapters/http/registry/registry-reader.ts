import { Inject, Injectable } from '@nestjs/common';
import { QueryBus } from '@nestjs/cqrs';
import type { FastifyReply } from 'fastify';
import { DomainError, reject } from '../../../domain/kernel/errors';
import type { Actor } from '../../../domain/people/actor';
import type { ReadModels } from '../../../projections/kernel/read-models';
import { ExecuteQuery, type Question } from '../../cqrs/execute-query';
import { etag } from '../etag';
import { inTime } from '../in-time';
import type { RegistryRecords, RegistryThing } from '../ports';
import { READ_MODELS, REGISTRY_RECORDS } from '../tokens';

export interface Asked {
  readonly actor: Actor;
  readonly reply: FastifyReply;
}

@Injectable()
export class RegistryReader {
  constructor(
    private readonly queries: QueryBus,
    @Inject(READ_MODELS) private readonly models: ReadModels,
    @Inject(REGISTRY_RECORDS) private readonly records: RegistryRecords,
  ) {}

  /** With the ETag that its commands take as If-Match. @throws {DomainError} unknown @throws {EdgeError} not-shown-yet */
  async one<T extends object>(
    question: Question<{ readonly id: string }, T | null>,
    thing: RegistryThing,
    { actor, reply }: Asked,
  ): Promise<T> {
    const found = await inTime(this.models, {
      ask: () => this.queries.execute(new ExecuteQuery(question, actor, { id: thing.id })),
      // Who may see it follows from what its organisation lies below.
      readModels: [`${thing.category}s`, 'organisations'],
      recordedAt: () => this.records.recordedAt(thing, actor),
    });
    if (found === null) return reject('unknown', 'There is nothing with this id, or nothing that you may see.');
    if ('revision' in found && typeof found.revision === 'number') void reply.header('etag', etag(found.revision));
    return found;
  }
  /** @throws {DomainError} not-permitted, invalid @throws {EdgeError} not-shown-yet: of an organisation that was founded just now */
  async list<Params extends { readonly organisation?: string | undefined }, T>(
    question: Question<Params, T>,
    params: Params,
    actor: Actor,
  ): Promise<T> {
    const ask = (): Promise<T> => this.queries.execute(new ExecuteQuery(question, actor, params));
    const { organisation: id } = params;
    if (id === undefined) return ask();
    const listed = await inTime(this.models, {
      ask: () => ask().catch(nullWhereOutOfReach),
      readModels: ['organisations'],
      recordedAt: () => this.records.recordedAt({ category: 'organisation', id }, actor),
    });
    return listed ?? ask();
  }
}

function nullWhereOutOfReach(refusal: unknown): null {
  if (refusal instanceof DomainError && refusal.code === 'not-permitted' && 'organisation' in refusal.facts) return null;
  throw refusal;
}
