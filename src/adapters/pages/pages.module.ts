import { Global, Module } from '@nestjs/common';
import { SignInDesk } from '../desk/access/sign-in-desk';
import { FormReader } from '../web/forms/read-form';
import { PAGE_GATE } from '../web/page-gate.port';
import { AccessController } from './access/access.controller';
import { AccountController } from './access/account.controller';
import { Gate } from './access/gate';
import { AssetsController } from './assets/assets.controller';
import { Choices } from './forms/choices';
import { HomeController } from './home/home.controller';
import { LabelsController } from './labels/labels.controller';
import { Shell } from './layout/shell';
import { ProblemPages } from './problems/problem-pages';
import { PageDrawer } from './rendering/page-drawer';
import { CommandController } from './tickets/command.controller';
import { NewTicketController } from './tickets/new-ticket.controller';
import { TicketController } from './tickets/ticket.controller';
import { TicketFilesController } from './tickets/ticket-files.controller';
import { TicketListController } from './tickets/ticket-list.controller';

/** What every page needs: who came, and how it is drawn. */
@Global()
@Module({
  providers: [SignInDesk, FormReader, Shell, PageDrawer, ProblemPages, Gate, { provide: PAGE_GATE, useExisting: Gate }],
  exports: [SignInDesk, PageDrawer, PAGE_GATE],
})
class FoundationModule {}

@Module({ controllers: [AssetsController, AccessController, AccountController] })
class AccessModule {}

@Module({ controllers: [HomeController, LabelsController] })
class HomeModule {}

const tickets = [TicketListController, NewTicketController, CommandController, TicketFilesController, TicketController];

@Module({ controllers: tickets, providers: [Choices] })
class TicketsModule {}

/** The desk in the browser: one module per topic, each a thin face over the desk, with its templates and words beside it. */
@Module({ imports: [FoundationModule, AccessModule, HomeModule, TicketsModule] })
export class PagesModule {}
