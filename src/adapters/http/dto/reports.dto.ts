import { Id, Text, When } from './fields';

export class VolumeReportDto {
  @When({ about: 'Tickets opened from this time on.', optional: true })
  readonly from?: string;

  @When({ about: 'Tickets opened before this time.', optional: true })
  readonly to?: string;

  @Id({ about: 'Only what this organisation has a part in.', optional: true })
  readonly organisation?: string;

  @Text(64, { about: 'Time zone of weeks and months (IANA). Default: UTC.', example: 'Europe/Helsinki', optional: true })
  readonly zone?: string;
}

export class ProjectionParam {
  @Text(64, { about: 'Name of the projection.', example: 'ticket-list' })
  readonly name!: string;
}
