import { Global, Module, type DynamicModule, type Provider } from '@nestjs/common';
import { CommandHandler as HandlesCommand, CqrsModule, type ICommandHandler } from '@nestjs/cqrs';
import { Inject } from '@nestjs/common';
import { ExecuteCommand, type CommandOutcome } from '../adapters/cqrs/execute-command';
import { READ_MODELS } from '../adapters/cqrs/execute-query';
import type { CommandExecutor } from '../adapters/cqrs/command-executor.port';
import { DeskModule } from '../adapters/desk/desk.module';
import { ACCESS_LOG, ACCESS_RECORDER } from '../adapters/access-log/access-log.port';
import { PICTURES } from '../adapters/export/pictures.port';
import { ZIP_WRITER } from '../adapters/export/zip.port';
import { OPERATIONS } from '../adapters/desk/operations/operations.port';
import { RECORDED_FACTS } from '../adapters/eventstore/recorded-facts.port';
import { SIGN_IN } from '../adapters/auth/sign-in.port';
import { LABELS } from '../adapters/settings/labels.port';
import { LETTERHEADS } from '../adapters/settings/letterheads.port';
import { PagesModule } from '../adapters/pages/pages.module';
import { RestModule } from '../adapters/rest/rest.module';
import * as tokens from '../adapters/desk/tokens';
import { operationsOf } from '../operations/running';
import type { Docket } from './docket';

const EXECUTOR = Symbol('CommandExecutor');

/** Nest's bus carries a single command type with one handler for every aggregate. Events never travel over Nest (docs/adr/0005-no-event-bus.md). */
@HandlesCommand(ExecuteCommand)
export class ExecuteCommandHandler implements ICommandHandler<ExecuteCommand> {
  constructor(@Inject(EXECUTOR) private readonly executor: CommandExecutor) {}

  execute({ request }: ExecuteCommand): Promise<CommandOutcome> {
    return this.executor.execute(request);
  }
}

@Global()
@Module({})
class DocketModule {
  static of(docket: Docket): DynamicModule {
    const provided: readonly [symbol, unknown][] = [
      [EXECUTOR, docket.executor],
      [READ_MODELS, docket.runner.readModels],
      [tokens.AUTHENTICATOR, docket.tokens],
      [tokens.CLOCK, docket.clock],
      [tokens.IDS, docket.ids],
      [tokens.HEALTH, docket.health],
      [tokens.FILE_VAULT, docket.vault],
      [tokens.FILE_SCANS, docket.scans],
      [tokens.UPLOADS, docket.uploads],
      [tokens.USED_KEYS, docket.usedKeys],
      [tokens.ANSWER_TEMPLATES, docket.settings.answerTemplates],
      [tokens.SAVED_VIEWS, docket.settings.savedViews],
      [tokens.TICKET_OPTIONS, docket.options],
      [tokens.TICKET_NUMBERS, docket.numbers],
      [tokens.MERGE_PROCESS, docket.merges],
      [tokens.PEOPLE_RECORDS, docket.peopleRecords],
      [tokens.REBUILDER, rebuilder(docket)],
      [tokens.EMAILS, docket.emails],
      [tokens.ERASURES, docket.erasures],
      [tokens.TOKENS, docket.tokens],
      [tokens.SHOWN_FACTS, docket.shownFacts],
      [tokens.MODEL_COPIES, docket.modelCopies],
      [tokens.DOSSIERS, docket.dossiers.desk],
      [ZIP_WRITER, docket.dossiers.making.zip],
      [PICTURES, docket.dossiers.making.pictures],
      [tokens.USER_TOKENS, docket.userTokens],
      [tokens.USER_PASSWORDS, docket.userPasswords],
      [SIGN_IN, docket.signIn],
      [LABELS, docket.settings.labels],
      [LETTERHEADS, docket.settings.letterheads],
      [ACCESS_LOG, docket.accesses.log],
      [ACCESS_RECORDER, docket.accesses.recorder],
      [RECORDED_FACTS, docket.recordedFacts],
      [OPERATIONS, operationsOf(docket)],
    ];
    const providers: Provider[] = provided.map(([provide, useValue]) => ({ provide, useValue }));
    return {
      module: DocketModule,
      imports: [CqrsModule.forRoot()],
      providers: [...providers, ExecuteCommandHandler],
      exports: [...provided.map(([token]) => token), CqrsModule],
    };
  }
}

function rebuilder({ runner }: Docket): { start(projection: string): Promise<boolean> } {
  return {
    start: (projection) => {
      const known = runner.status().some(({ name }) => name === projection);
      // The status shows progress and failures, so nothing waits for the end.
      if (known) void runner.rebuild([projection]).catch(() => undefined);
      return Promise.resolve(known);
    },
  };
}

@Module({})
export class AppModule {
  static over(docket: Docket): DynamicModule {
    return { module: AppModule, imports: [DeskModule.over([DocketModule.of(docket)]), RestModule, PagesModule] };
  }
}
