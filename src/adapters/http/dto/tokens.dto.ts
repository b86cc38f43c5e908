import { permissions, type Permission } from '../../../domain/people/permission';
import { SomeOf, Text, Whole } from './fields';

export class CreateTokenDto {
  @Text(200, { about: 'What it is for.', example: 'Monitoring' })
  readonly label!: string;

  @SomeOf(permissions, {
    about: 'The only rights it has, of those you have. Left out: all of yours.',
    max: permissions.length,
    optional: true,
  })
  readonly scope?: readonly Permission[];

  @Whole(1, 3650, { about: 'Days until it expires. Default: 90.', optional: true })
  readonly days?: number;
}
