import { mostPerPage } from '../../../projections/kernel/asking';
import { Id, Text, WholeParameter } from './fields';

export class PagingDto {
  @WholeParameter(1, mostPerPage, { about: 'Items of a page. Default: 50.', optional: true })
  readonly limit?: number;

  @Text(2000, { about: 'The `next` of the page before.', optional: true })
  readonly after?: string;
}

export class RegistryListDto extends PagingDto {
  @Id({ about: 'Whose. Default: your own organisation; for the root organisation, all.', optional: true })
  readonly organisation?: string;
}
