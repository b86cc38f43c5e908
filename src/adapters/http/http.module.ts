import { Module, type DynamicModule, type ModuleMetadata } from '@nestjs/common';
import { APP_FILTER, APP_PIPE } from '@nestjs/core';
import { ExecuteQueryHandler } from '../cqrs/query.handlers';
import { Commands } from './commands';
import { FileDesk } from './files/file-desk';
import { FilesController } from './files/files.controller';
import { HealthController } from './health.controller';
import { InputPipe } from './input.pipe';
import { LinkingController } from './tickets/linking.controller';
import { ProblemFilter } from './problems/problem.filter';
import { ProblemsController } from './problems/problems.controller';
import { RegistryDesk } from './registry/registry-desk';
import { RegistryReader } from './registry/registry-reader';
import { ContactsController, OrganisationsController, RolesController, UsersController } from './registry/registry.controllers';
import { ReportsController } from './reports.controller';
import { TicketActionsController } from './tickets/ticket-actions.controller';
import { TicketCommands } from './tickets/ticket-commands';
import { TicketDesk } from './tickets/ticket-desk';
import { TicketReader } from './tickets/ticket-reader';
import { TicketsController } from './tickets/tickets.controller';
import { TokensController } from './tokens.controller';
import { UserDesk } from './registry/user-desk';

const controllers = [
  HealthController,
  ProblemsController,
  TicketsController,
  TicketActionsController,
  LinkingController,
  FilesController,
  ReportsController,
  TokensController,
  OrganisationsController,
  UsersController,
  ContactsController,
  RolesController,
];

@Module({})
export class HttpModule {
  /** `imports`: modules that export an adapter for every token of `tokens.ts`, and Nest's command and query bus. */
  static over(imports: NonNullable<ModuleMetadata['imports']>): DynamicModule {
    return {
      module: HttpModule,
      imports,
      controllers,
      providers: [
        Commands,
        TicketCommands,
        TicketDesk,
        TicketReader,
        FileDesk,
        RegistryDesk,
        RegistryReader,
        UserDesk,
        ExecuteQueryHandler,
        { provide: APP_PIPE, useClass: InputPipe },
        { provide: APP_FILTER, useClass: ProblemFilter },
      ],
    };
  }
}
