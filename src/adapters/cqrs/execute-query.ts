import { Query } from '@nestjs/cqrs';
import type { Actor } from '../../domain/people/actor';
import type { ReadModels } from '../../projections/kernel/read-models';

/** Injection token of the `ReadModels` that queries use. */
export const READ_MODELS = Symbol('ReadModels');

/** A query of the read models. The function limits the result to what the actor may see. */
export type Question<Params, Result> = (models: ReadModels, actor: Actor, params: Params) => Promise<Result>;

/** The one query on Nest's bus. */
export class ExecuteQuery<Params, Result> extends Query<Result> {
  constructor(
    readonly question: Question<Params, Result>,
    readonly actor: Actor,
    readonly params: Params,
  ) {
    super();
  }
}
