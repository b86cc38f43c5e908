import { Inject, Injectable } from '@nestjs/common';
import { QueryBus } from '@nestjs/cqrs';
import { DomainError, reject } from '../../../domain/kernel/errors';
import type { Actor } from '../../../domain/people/actor';
import type { ReadModels } from '../../../projections/kernel/read-models';
import { ExecuteQuery, type Question } from '../../cqrs/execute-query';
import { inTime } from '../in-time';
import type { PeopleRecords } from '../ports';
import { READ_MODELS, PEOPLE_RECORDS } from '../tokens';
import type { Resource } from './resources';

type OneOf<T> = Question<{ readonly id: string }, T | null>;
type ListOf<Params, T> = Question<Params, T>;

@Injectable()
export class PeopleReader {
  constructor(
    private readonly queries: QueryBus,
    @Inject(READ_MODELS) private readonly models: ReadModels,
    @Inject(PEOPLE_RECORDS) private readonly records: PeopleRecords,
  ) {}

  /** @throws {DomainError} unknown @throws {NotShownYet} */
  async one<T extends object>(
    { noun: category, plural }: Resource,
    question: OneOf<T>,
    { id, actor }: { readonly id: string; readonly actor: Actor },
  ): Promise<T> {
    const found = await inTime(this.models, {
      ask: () => this.queries.execute(new ExecuteQuery(question, actor, { id })),
      // Visibility depends on the organisation's ancestors.
      readModels: [plural, 'organisations'],
      recordedAt: () => this.records.recordedAt({ category, id }, actor),
    });
    return found ?? reject('unknown', 'There is nothing with this id, or nothing that you may see.');
  }

  /** @throws {DomainError} not-permitted, invalid @throws {NotShownYet} when the organisation is too new */
  async list<Params extends { readonly organisation?: string | undefined }, T>(
    question: ListOf<Params, T>,
    params: Params,
    actor: Actor,
  ): Promise<T> {
    const ask = (): Promise<T> => this.queries.execute(new ExecuteQuery(question, actor, params));
    const { organisation: id } = params;
    if (id === undefined) return ask();
    const listed = await inTime(this.models, {
      ask: () => ask().catch(nullWhereOutOfReach),
      readModels: ['organisations', 'organisation-children'],
      recordedAt: () => this.records.recordedAt({ category: 'organisation', id }, actor),
    });
    return listed ?? ask();
  }
}

function nullWhereOutOfReach(refusal: unknown): null {
  if (refusal instanceof DomainError && refusal.code === 'not-permitted' && 'organisation' in refusal.facts) return null;
  throw refusal;
}
