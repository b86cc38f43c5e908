import { ApiProperty } from '@nestjs/swagger';
import type { Audience } from '../../../domain/kernel/event';
import { Id, OneOf } from './fields';
import { Timed } from './timed.dto';
import { audiences } from './words';

/** The text fields of the form. */
export class AttachFilesDto extends Timed {
  @OneOf(audiences, { about: 'Who may read the files. Decided once; it cannot be widened later.' })
  readonly audience!: Audience;
}

/** The whole form, for the description of the API only. */
export class AttachFilesForm extends AttachFilesDto {
  @ApiProperty({
    type: 'array',
    items: { type: 'string', format: 'binary' },
    maxItems: 10,
    description: 'At most 10 files of 25 MB.',
  })
  readonly file!: readonly unknown[];
}

export class FileParam {
  @Id({ about: 'The ticket.' })
  readonly id!: string;

  @Id({ about: 'The file, as the ticket names it.' })
  readonly file!: string;
}
