import { Query } from '@nestjs/cqrs';
import type { Actor } from '../../domain/people/actor';
import type { ReadModels } from '../../projections/kernel/read-models';

/** Token of the `ReadModels` that questions are put to. */
export const READ_MODELS = Symbol('ReadModels');

/** A question to the read models: what the actor may see of it is decided in the function, beside the question itself. */
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
