import { Global, Module } from '@nestjs/common';
import { AllFiles } from '../desk/files/all-files';
import { SignInDesk } from '../desk/access/sign-in-desk';
import { FormReader } from '../web/forms/read-form';
import { PAGE_GATE } from '../web/page-gate.port';
import { AuditModule } from './audit.module';
import { AccessController } from './access/access.controller';
import { AccountController } from './access/account.controller';
import { OwnAccount } from './access/own-account';
import { PasswordController } from './access/password.controller';
import { Gate } from './access/gate';
import { AssetsController } from './assets/assets.controller';
import { AnswersController } from './conversation/answers.controller';
import { Beginnings } from './conversation/beginnings';
import { Candidates } from './conversation/candidates';
import { ComposerController } from './conversation/composer.controller';
import { ConversationTabs } from './conversation/conversation-tabs';
import { CustodyForms } from './conversation/custody-forms';
import { HandMadeForms } from './conversation/hand-made-forms';
import { Mentions } from './conversation/mentions';
import { MergeController } from './conversation/merge.controller';
import { TechnicianForms } from './conversation/technician-forms';
import { DossierController, DossierFileController } from './dossier/dossier.controller';
import { FindController } from './finding/find.controller';
import { Choices } from './forms/choices';
import { Greeter } from './home/greeter';
import { HomeController } from './home/home.controller';
import { Numbers } from './home/numbers';
import { LabelsController } from './labels/labels.controller';
import { LayoutController } from './layout/layout.controller';
import { LetterheadController, LogoController } from './letterhead/letterhead.controller';
import { ListsModule } from './lists/lists.module';
import { Shell } from './layout/shell';
import { NewContact } from './opening/new-contact';
import { OpeningController } from './opening/opening.controller';
import { Opener } from './opening/opener';
import { OpeningForm } from './opening/opening-form';
import { OpeningPages } from './opening/opening-pages';
import { TakenForm } from './opening/taken-form';
import { Acting } from './people/acting';
import { DeskSetup } from './people/desk-setup';
import { FormPages } from './people/form-pages';
import { LinkPages } from './people/link-pages';
import { ListPages } from './people/list-pages';
import { peopleControllers } from './people/people.controllers';
import { PeopleActs } from './people/people-acts';
import { PeopleChoices } from './people/people-choices';
import { PeopleRecords } from './people/people-records';
import { RoleNames } from './people/role-names';
import { ShowPages } from './people/show-pages';
import { ProblemPages } from './problems/problem-pages';
import { Conflicts } from './live/conflicts';
import { LiveController } from './live/live.controller';
import { LiveHub } from './live/live-hub';
import { LivePartsController } from './live/live-parts.controller';
import { PageDrawer } from './rendering/page-drawer';
import { CommandController } from './tickets/command.controller';
import { FormDrawer } from './tickets/form-drawer';
import { TicketController } from './tickets/ticket.controller';
import { TicketFilesController } from './tickets/ticket-files.controller';
import { HelpController } from './help/help.controller';
import { ReportsPageController } from './reports/reports.controller';
import { DispatchController } from './dispatch/dispatch.controller';

/** Shared by all pages: sessions and rendering. */
@Global()
@Module({
  providers: [
    SignInDesk,
    FormReader,
    Shell,
    PageDrawer,
    ProblemPages,
    Conflicts,
    Gate,
    { provide: PAGE_GATE, useExisting: Gate },
  ],
  exports: [SignInDesk, PageDrawer, Shell, Conflicts, PAGE_GATE],
})
class FoundationModule {}

@Module({
  controllers: [AssetsController, AccessController, AccountController, PasswordController],
  providers: [OwnAccount, RoleNames],
})
class AccessModule {}

@Module({
  imports: [ListsModule],
  controllers: [HomeController, LabelsController, LayoutController, LetterheadController, LogoController],
  providers: [Greeter, Numbers, DeskSetup, PeopleRecords],
})
class HomeModule {}

const tickets = [CommandController, DossierController, DossierFileController, TicketFilesController, TicketController];
const conversation = [ComposerController, MergeController, AnswersController];
const ofConversation = [
  AllFiles,
  Mentions,
  Beginnings,
  ConversationTabs,
  Candidates,
  CustodyForms,
  TechnicianForms,
  HandMadeForms,
];

@Module({ controllers: [...conversation, ...tickets], providers: [Choices, FormDrawer, ...ofConversation] })
class TicketsModule {}

@Module({ controllers: [FindController] })
class FindingModule {}

@Module({ controllers: [OpeningController], providers: [Choices, NewContact, Opener, OpeningForm, OpeningPages, TakenForm] })
class OpeningModule {}

@Module({
  controllers: [...peopleControllers],
  providers: [Acting, FormPages, LinkPages, ListPages, PeopleActs, PeopleChoices, PeopleRecords, RoleNames, ShowPages],
})
class PeopleModule {}

@Module({ controllers: [HelpController] })
class HelpModule {}

@Module({ controllers: [ReportsPageController] })
class ReportsModule {}

@Module({ controllers: [DispatchController] })
class DispatchModule {}

@Module({ controllers: [LiveController, LivePartsController], providers: [LiveHub] })
class LiveModule {}

/** The web interface. Each topic's controllers call the desk, with templates and words beside them. */
@Module({
  imports: [
    FoundationModule,
    AccessModule,
    HomeModule,
    ListsModule,
    AuditModule,
    OpeningModule,
    TicketsModule,
    FindingModule,
    PeopleModule,
    HelpModule,
    ReportsModule,
    DispatchModule,
    LiveModule,
  ],
})
export class PagesModule {}
