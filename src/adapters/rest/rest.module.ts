import { Module, type Type } from '@nestjs/common';
import { APP_FILTER } from '@nestjs/core';
import { ProblemFilter } from '../web/problems/problem.filter';
import { ProblemsController } from '../web/problems/problems.controller';
import { DossiersController } from './dossiers/dossiers.controller';
import { FilesController } from './files/files.controller';
import { FormReader } from '../web/forms/read-form';
import { LetterheadController } from './letterhead/letterhead.controller';
import { HealthController } from './operation/health.controller';
import { ProjectionsController } from './operation/projections.controller';
import { peopleControllers } from './people/people.controllers';
import { ReadModelsController } from './reporting/read-models.controller';
import { ReportsController } from './reports/reports.controller';
import { TicketsController } from './tickets/tickets.controller';
import { TokensController, UserTokensController } from './tokens/tokens.controller';

const forms = { providers: [FormReader], exports: [FormReader] };

@Module(forms)
class FormsModule {}

@Module({ imports: [FormsModule], controllers: [TicketsController, FilesController, DossiersController, LetterheadController] })
class TicketsModule {}

@Module({ controllers: [...peopleControllers] as Type[] })
class PeopleModule {}

@Module({ controllers: [ReportsController, ReadModelsController] })
class ReportsModule {}

@Module({ controllers: [TokensController, UserTokensController] })
class TokensModule {}

@Module({ controllers: [HealthController, ProjectionsController, ProblemsController] })
class OperationModule {}

/** The REST API. Each topic's controllers call the desk. */
@Module({
  imports: [TicketsModule, PeopleModule, ReportsModule, TokensModule, OperationModule],
  providers: [{ provide: APP_FILTER, useClass: ProblemFilter }],
})
export class RestModule {}
