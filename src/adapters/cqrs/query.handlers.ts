import { Inject } from '@nestjs/common';
import { QueryHandler, type IQueryHandler } from '@nestjs/cqrs';
import type { ReadModels } from '../../projections/kernel/read-models';
import { ExecuteQuery, READ_MODELS } from './execute-query';

/** One generic handler for all queries of src/projections. */
@QueryHandler(ExecuteQuery)
export class ExecuteQueryHandler implements IQueryHandler<ExecuteQuery<unknown, unknown>> {
  constructor(@Inject(READ_MODELS) private readonly models: ReadModels) {}

  execute({ question, actor, params }: ExecuteQuery<unknown, unknown>): Promise<unknown> {
    return question(this.models, actor, params);
  }
}
