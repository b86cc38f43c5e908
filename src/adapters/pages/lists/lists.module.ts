import { Module } from '@nestjs/common';
import { Choices } from '../forms/choices';
import { BulkController } from './bulk.controller';
import { BulkForms } from './bulk-forms';
import { BulkSelection } from './bulk-selection';
import { FilterChoices } from './filter-choices';
import { ListLookController } from './list-look.controller';
import { TicketListController } from './ticket-list.controller';
import { TicketLists } from './ticket-lists';
import { TicketTables } from './ticket-tables';
import { ViewsController } from './views.controller';
import { WaitingWork } from './waiting-work';

@Module({
  controllers: [TicketListController, BulkController, ViewsController, ListLookController],
  providers: [TicketLists, TicketTables, FilterChoices, BulkSelection, BulkForms, Choices, WaitingWork],
  exports: [TicketLists],
})
export class ListsModule {}
