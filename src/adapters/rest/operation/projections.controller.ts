import { Controller, Get, HttpCode, Inject, Post } from '@nestjs/common';
import { reject } from '../../../domain/kernel/errors';
import { text, type Values } from '../../../domain/kernel/fields';
import type { Actor } from '../../../domain/people/actor';
import { requirePermission } from '../../../projections/kernel/asking';
import type { ReadModels } from '../../../projections/kernel/read-models';
import type { Rebuilder } from '../../desk/ports';
import { READ_MODELS, REBUILDER } from '../../desk/tokens';
import { CurrentActor, PathOf } from '../../web/call';
import { Describes } from '../answers/answers';
import * as answers from '../reports/answers';

const projectionPath = { name: text(64, { about: 'Name of the projection.', example: 'ticket-list' }) };

@Controller('v1/projections')
export class ProjectionsController {
  constructor(
    @Inject(READ_MODELS) private readonly models: ReadModels,
    @Inject(REBUILDER) private readonly rebuilder: Rebuilder,
  ) {}

  @Get()
  @Describes({
    ...{ id: 'projections_list', does: 'Lists the read models with their positions', answer: answers.projections },
    ...{ more: 'Only for the root organisation, with the permission `projection.rebuild`.', refuses: ['not-permitted'] },
  })
  async projections(@CurrentActor() actor: Actor) {
    requireOperator(actor);
    return { items: await this.models.status() };
  }

  @Post(':name/rebuild')
  @HttpCode(202)
  @Describes({
    ...{ id: 'projections_rebuild', does: 'Rebuilds a read model beside the live one', answer: answers.rebuild },
    more: 'Only for the root organisation. Readers use the old read model until the new one has caught up.',
    ...{ status: 202, means: 'Under way. `GET /v1/projections` shows the progress.', refuses: ['not-permitted', 'unknown'] },
  })
  async rebuild(@PathOf(projectionPath) { name }: Values<typeof projectionPath>, @CurrentActor() actor: Actor) {
    requireOperator(actor);
    if (!(await this.rebuilder.start(name)))
      reject('unknown', 'There is no projection of this name; GET /v1/projections lists them.');
    return { projection: name, status: '/v1/projections' };
  }
}

/** Read models hold the tickets of all organisations. @throws {DomainError} not-permitted */
function requireOperator(actor: Actor): void {
  const permission = 'projection.rebuild';
  requirePermission(actor, permission);
  if (actor.organisationKind === 'admin') return;
  reject('not-permitted', 'Read models hold the tickets of all organisations, so only the root organisation rebuilds them.', {
    permission,
  });
}
