import { Id } from './fields';

export class IdParam {
  @Id({ about: 'Id, as the API answered it.' })
  readonly id!: string;
}
