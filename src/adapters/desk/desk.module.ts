import { Module, type DynamicModule, type ModuleMetadata } from '@nestjs/common';
import { ExecuteQueryHandler } from '../cqrs/query.handlers';
import { AnswerTemplates } from './answers/answer-templates';
import { Commands } from './commands';
import { LetterheadDesk } from './dossier/letterhead-desk';
import { FileDesk } from './files/file-desk';
import { Finder } from './finding/finder';
import { SimilarTickets } from './finding/similar-tickets';
import { Enrolment } from './people/enrolment';
import { PeopleDesk } from './people/people-desk';
import { PeopleReader } from './people/people-reader';
import { UserDesk } from './people/user-desk';
import { BulkDesk } from './tickets/bulk-desk';
import { LinkingDesk } from './tickets/linking-desk';
import { OpeningDesk } from './tickets/opening-desk';
import { SolvedAtOnce } from './tickets/solved-at-once';
import { TicketDesk } from './tickets/ticket-desk';
import { TicketNowReader } from './tickets/ticket-now';
import { TicketReader } from './tickets/ticket-reader';
import { ViewDesk } from './tickets/view-desk';

const desks = [
  AnswerTemplates,
  Commands,
  FileDesk,
  LetterheadDesk,
  Finder,
  SimilarTickets,
  Enrolment,
  PeopleDesk,
  PeopleReader,
  UserDesk,
  TicketDesk,
  BulkDesk,
  OpeningDesk,
  SolvedAtOnce,
  LinkingDesk,
  TicketNowReader,
  TicketReader,
  ViewDesk,
];

/** The use cases, shared by the API and the pages. */
@Module({})
export class DeskModule {
  /** `imports`: modules that provide an adapter for every token of `tokens.ts`, and Nest's command and query bus. */
  static over(imports: NonNullable<ModuleMetadata['imports']>): DynamicModule {
    return {
      module: DeskModule,
      global: true,
      imports,
      providers: [...desks, ExecuteQueryHandler],
      exports: [...desks, ...(imports as [])],
    };
  }
}
