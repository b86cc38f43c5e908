import { Controller, Get } from '@nestjs/common';
import { QueryBus } from '@nestjs/cqrs';
import { id, line, optional, text, type Values } from '../../../domain/kernel/fields';
import type { Actor } from '../../../domain/people/actor';
import { getDashboard, volumeReport } from '../../../projections/reports/ask-reports';
import { ExecuteQuery } from '../../cqrs/execute-query';
import { CurrentActor, QueryOf } from '../../web/call';
import { Describes } from '../answers/answers';
import * as answers from './answers';

const volume = {
  from: optional(
    line(24, { about: 'Tickets opened at this time or later. A date starts at midnight in `zone`.', example: '2016-03-01' }),
  ),
  to: optional(line(24, { about: 'Tickets opened before this time. A date is not included.', example: '2016-04-01' })),
  organisation: optional(id('organisation', { about: 'Only tickets that this organisation takes part in.' })),
  zone: optional(text(64, { about: 'Time zone of dates, weeks and months (IANA). Default: UTC.', example: 'Europe/Helsinki' })),
};

@Controller('v1')
export class ReportsController {
  constructor(private readonly queries: QueryBus) {}

  @Get('me')
  @Describes({
    ...{ id: 'me_read', does: 'Reads your user and your permissions', answer: answers.me },
    more: 'The permissions are those of your roles, or fewer when your token has a scope.',
  })
  me(@CurrentActor() actor: Actor): answers.Me {
    const { user, organisation, organisationKind, teams, permissions } = actor;
    return { id: user, organisation, organisationKind, teams, permissions: [...permissions].sort() };
  }

  @Get('dashboard')
  @Describes({
    ...{ id: 'dashboard_read', does: 'Counts the tickets that you may read', answer: answers.dashboard },
    ...{ more: 'Counts high priority, open, closed and unassigned tickets.', refuses: ['not-permitted'] },
  })
  dashboard(@CurrentActor() actor: Actor) {
    return this.queries.execute(new ExecuteQuery(getDashboard, actor, undefined));
  }

  @Get('reports/volume')
  @Describes({
    ...{ id: 'reports_readVolume', does: 'Reports opened and closed tickets, the backlog, times and causes' },
    more: 'Weekly counts, times to solve and to close, reopenings, moves between teams and the ten most frequent causes.',
    ...{ answer: answers.volumeReport, refuses: ['not-permitted'] },
  })
  volume(@QueryOf(volume) asked: Values<typeof volume>, @CurrentActor() actor: Actor) {
    return this.queries.execute(new ExecuteQuery(volumeReport, actor, asked));
  }
}
