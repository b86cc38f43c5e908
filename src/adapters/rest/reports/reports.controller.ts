import { Controller, Get } from '@nestjs/common';
import { QueryBus } from '@nestjs/cqrs';
import { ApiOperation, ApiTags } from '@nestjs/swagger';
import { id, instant, optional, text, type Values } from '../../../domain/kernel/fields';
import type { Actor } from '../../../domain/people/actor';
import { getDashboard, volumeReport } from '../../../projections/reports/ask-reports';
import { ExecuteQuery } from '../../cqrs/execute-query';
import { CurrentActor, QueryOf } from '../../web/call';
import { Answers } from '../answers/answers';
import { AsksQuery } from '../documentation/asks';
import * as answers from './answers';

const volume = {
  from: optional(instant({ about: 'Tickets opened from this time on.' })),
  to: optional(instant({ about: 'Tickets opened before this time.' })),
  organisation: optional(id('organisation', { about: 'Only what this organisation has a part in.' })),
  zone: optional(text(64, { about: 'Time zone of weeks and months (IANA). Default: UTC.', example: 'Europe/Helsinki' })),
};

@ApiTags('Reports')
@Controller('v1')
export class ReportsController {
  constructor(private readonly queries: QueryBus) {}

  @Get('me')
  @ApiOperation({ operationId: 'me_read', summary: 'Reads who you are and what you may do' })
  @Answers(answers.me)
  me(@CurrentActor() actor: Actor): answers.Me {
    const { user, organisation, organisationKind, teams, permissions } = actor;
    return { id: user, organisation, organisationKind, teams, permissions: [...permissions].sort() };
  }

  @Get('dashboard')
  @ApiOperation({
    operationId: 'dashboard_read',
    summary: 'Counts the high priority, open, closed and unassigned tickets that you may read',
  })
  @Answers(answers.dashboard)
  dashboard(@CurrentActor() actor: Actor) {
    return this.queries.execute(new ExecuteQuery(getDashboard, actor, undefined));
  }

  @Get('reports/volume')
  @AsksQuery(volume)
  @ApiOperation({
    operationId: 'reports_readVolume',
    summary: 'Reports opened, closed and backlog per week, times to solve and close, and more',
  })
  @Answers(answers.volumeReport)
  volume(@QueryOf(volume) asked: Values<typeof volume>, @CurrentActor() actor: Actor) {
    return this.queries.execute(new ExecuteQuery(volumeReport, actor, asked));
  }
}
