import { Controller, Get, HttpCode, Inject, Post } from '@nestjs/common';
import { ApiOperation, ApiTags } from '@nestjs/swagger';
import { reject } from '../../../domain/kernel/errors';
import { text, type Values } from '../../../domain/kernel/fields';
import type { Actor } from '../../../domain/people/actor';
import { requirePermission } from '../../../projections/kernel/asking';
import type { ReadModels } from '../../../projections/kernel/read-models';
import type { Rebuilder } from '../../desk/ports';
import { READ_MODELS, REBUILDER } from '../../desk/tokens';
import { CurrentActor, PathOf } from '../../web/call';
import { Answers } from '../answers/answers';
import { AsksPath } from '../documentation/asks';
import * as answers from '../reports/answers';

const projectionPath = { name: text(64, { about: 'Name of the projection.', example: 'ticket-list' }) };

@ApiTags('Operation')
@Controller('v1/projections')
export class ProjectionsController {
  constructor(
    @Inject(READ_MODELS) private readonly models: ReadModels,
    @Inject(REBUILDER) private readonly rebuilder: Rebuilder,
  ) {}

  @Get()
  @ApiOperation({ operationId: 'projections_list', summary: 'Lists the read models with their positions' })
  @Answers(answers.projections)
  async projections(@CurrentActor() actor: Actor) {
    requireOperator(actor);
    return { items: await this.models.status() };
  }

  @Post(':name/rebuild')
  @HttpCode(202)
  @AsksPath(projectionPath)
  @ApiOperation({ operationId: 'projections_rebuild', summary: 'Builds a read model anew beside the live one' })
  @Answers(answers.rebuild, { status: 202, description: 'Under way; GET /v1/projections shows how far.' })
  async rebuild(@PathOf(projectionPath) { name }: Values<typeof projectionPath>, @CurrentActor() actor: Actor) {
    requireOperator(actor);
    if (!(await this.rebuilder.start(name)))
      reject('unknown', 'There is no projection of this name; GET /v1/projections lists them.');
    return { projection: name, status: '/v1/projections' };
  }
}

/** Read models hold everybody's tickets. @throws {DomainError} not-permitted */
function requireOperator(actor: Actor): void {
  const permission = 'projection.rebuild';
  requirePermission(actor, permission);
  if (actor.organisationKind === 'admin') return;
  reject('not-permitted', 'Read models hold the tickets of all organisations, so only the root organisation rebuilds them.', {
    permission,
  });
}
