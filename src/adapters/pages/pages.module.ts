import { Global, Module } from '@nestjs/common';
import { SignInDesk } from '../desk/access/sign-in-desk';
import { FormReader } from '../web/forms/read-form';
import { PAGE_GATE } from '../web/page-gate.port';
import { AccessController } from './access/access.controller';
import { AccountController } from './access/account.controller';
import { Gate } from './access/gate';
import { AssetsController } from './assets/assets.controller';
import { HomeController } from './home/home.controller';
import { Shell } from './layout/shell';
import { ProblemPages } from './problems/problem-pages';
import { PageDrawer } from './rendering/page-drawer';

/** What every page needs: who came, and how it is drawn. */
@Global()
@Module({
  providers: [SignInDesk, FormReader, Shell, PageDrawer, ProblemPages, Gate, { provide: PAGE_GATE, useExisting: Gate }],
  exports: [SignInDesk, PageDrawer, PAGE_GATE],
})
class FoundationModule {}

@Module({ controllers: [AssetsController, AccessController, AccountController] })
class AccessModule {}

@Module({ controllers: [HomeController] })
class HomeModule {}

/** The desk in the browser: one module per topic, each a thin face over the desk, with its templates and words beside it. */
@Module({ imports: [FoundationModule, AccessModule, HomeModule] })
export class PagesModule {}
