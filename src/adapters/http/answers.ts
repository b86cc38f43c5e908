import { ApiProperty, ApiPropertyOptional } from '@nestjs/swagger';

/** What a command answers, unless the resource itself is preferred (`Prefer: return=representation`). */
export class CommandAnswer {
  @ApiProperty({ type: 'integer', description: 'Revision after it; also in ETag.', example: 12 })
  readonly revision!: number;

  @ApiProperty({ type: [String], description: 'Types of the facts recorded, in order; empty when everything held already.' })
  readonly recorded!: readonly string[];

  @ApiProperty({ description: 'This very request had been carried out before; this is its outcome.' })
  readonly repeated!: boolean;
}

export class TicketAnswer extends CommandAnswer {
  @ApiProperty({ format: 'uuid' })
  readonly ticket!: string;
}

export class RegistryAnswer extends CommandAnswer {
  @ApiProperty({ format: 'uuid', description: 'What the command was about; a new thing is named here.' })
  readonly id!: string;

  @ApiPropertyOptional({ format: 'uuid', description: 'Id of the part that was made, such as a team.' })
  readonly made?: string;
}

export class AllowedFieldAnswer {
  @ApiProperty({ example: 'to' })
  readonly name!: string;

  @ApiProperty()
  readonly required!: boolean;

  @ApiPropertyOptional({ type: [String], description: 'The only values that would be taken now, where there are few.' })
  readonly options?: readonly string[];
}

export class AllowedCommandAnswer {
  @ApiProperty({ example: 'ForwardTicket' })
  readonly command!: string;

  @ApiProperty({ example: '/v1/tickets/01a209e6-f5b5-7356-935b-c906aac904c6/forward', description: 'Where to POST the fields.' })
  readonly href!: string;

  @ApiProperty({ type: () => [AllowedFieldAnswer] })
  readonly fields!: readonly AllowedFieldAnswer[];
}

export class FieldErrorAnswer {
  @ApiProperty({ example: 'details.postalCode' })
  readonly field!: string;

  @ApiProperty({ example: 'must have at most 100 characters' })
  readonly message!: string;
}

/** RFC 9457. */
export class ProblemAnswer {
  @ApiProperty({ example: '/problems/wrong-phase', description: 'Stable; also a page that explains it.' })
  readonly type!: string;

  @ApiProperty({ example: 'Not possible in this phase' })
  readonly title!: string;

  @ApiProperty({ type: 'integer', example: 409 })
  readonly status!: number;

  @ApiProperty({ description: 'What is wrong here, what is allowed and what to do.' })
  readonly detail!: string;

  @ApiProperty({ description: 'Path of the request.' })
  readonly instance!: string;

  @ApiProperty({ example: 'wrong-phase', description: 'Last part of the type.' })
  readonly code!: string;

  @ApiProperty({ description: 'Names this request in the logs; also in X-Correlation-Id.' })
  readonly correlationId!: string;

  @ApiPropertyOptional({ type: [FieldErrorAnswer], description: 'Which fields are wrong (code invalid).' })
  readonly errors?: readonly FieldErrorAnswer[];

  @ApiPropertyOptional({ type: [AllowedCommandAnswer], description: 'What can be done with the ticket instead.' })
  readonly allowed?: readonly AllowedCommandAnswer[];

  @ApiPropertyOptional({ type: 'integer', description: 'Present revision of the ticket.' })
  readonly currentRevision?: number;
}
