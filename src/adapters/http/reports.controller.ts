import { Controller, Get, HttpCode, Inject, Param, Post, Query } from '@nestjs/common';
import { QueryBus } from '@nestjs/cqrs';
import { ApiOperation, ApiTags } from '@nestjs/swagger';
import { reject } from '../../domain/kernel/errors';
import type { Actor } from '../../domain/people/actor';
import type { ReadModels } from '../../projections/kernel/read-models';
import { requirePermission } from '../../projections/kernel/asking';
import { getDashboard, volumeReport } from '../../projections/reports/ask-reports';
import { ExecuteQuery } from '../cqrs/execute-query';
import { Answers } from './answers/answers';
import * as answers from './answers/reports';
import { CurrentActor } from './call';
import { ProjectionParam, VolumeReportDto } from './dto/reports.dto';
import type { Rebuilder } from './ports';
import { READ_MODELS, REBUILDER } from './tokens';

@ApiTags('Reports')
@Controller('v1')
export class ReportsController {
  constructor(
    private readonly queries: QueryBus,
    @Inject(READ_MODELS) private readonly models: ReadModels,
    @Inject(REBUILDER) private readonly rebuilder: Rebuilder,
  ) {}

  @Get('me')
  @ApiOperation({ operationId: 'readMe', summary: 'Who you are and what you may' })
  @Answers(answers.me)
  me(@CurrentActor() actor: Actor): answers.Me {
    const { user, organisation, organisationKind, teams, permissions } = actor;
    return { user, organisation, organisationKind, teams, permissions: [...permissions].sort() };
  }

  @Get('dashboard')
  @ApiOperation({
    operationId: 'readDashboard',
    summary: 'High priority, open, closed and unassigned tickets you may read',
  })
  @Answers(answers.dashboard)
  dashboard(@CurrentActor() actor: Actor) {
    return this.queries.execute(new ExecuteQuery(getDashboard, actor, undefined));
  }

  @Get('reports/volume')
  @ApiOperation({
    operationId: 'readVolumeReport',
    summary: 'Opened, closed and backlog per week, times to solve and close, and more',
  })
  @Answers(answers.volumeReport)
  volume(@Query() dto: VolumeReportDto, @CurrentActor() actor: Actor) {
    return this.queries.execute(new ExecuteQuery(volumeReport, actor, dto));
  }

  @Get('projections')
  @ApiOperation({ operationId: 'listProjections', summary: 'Where every read model stands' })
  @Answers(answers.projections)
  async projections(@CurrentActor() actor: Actor) {
    requireOperator(actor);
    return { items: await this.models.status() };
  }

  @Post('projections/:name/rebuild')
  @HttpCode(202)
  @ApiOperation({ operationId: 'rebuildProjection', summary: 'Builds a read model anew beside the live one' })
  @Answers(answers.rebuild, { status: 202, description: 'Under way; GET /v1/projections shows how far.' })
  async rebuild(@Param() { name }: ProjectionParam, @CurrentActor() actor: Actor) {
    requireOperator(actor);
    if (!(await this.rebuilder.start(name)))
      reject('unknown', 'There is no projection of this name; GET /v1/projections lists them.');
    return { projection: name, status: '/v1/projections' };
  }
}

/** Read models hold the tickets of everybody. @throws {DomainError} not-permitted */
function requireOperator(actor: Actor): void {
  const permission = 'projection.rebuild';
  requirePermission(actor, permission);
  if (actor.organisationKind === 'admin') return;
  reject('not-permitted', 'Read models hold the tickets of all organisations: the root organisation sees to them.', {
    permission,
  });
}
