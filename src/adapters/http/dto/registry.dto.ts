import { maxAddresses, maxEmail, maxName, maxPhone } from '../../../domain/kernel/form';
import { approvalSides, type ApprovalSide } from '../../../domain/people/user.events';
import { permissions, type Permission } from '../../../domain/people/permission';
import { organisationKinds, type OrganisationKind } from '../../../domain/people/registry-view';
import { Email, Id, OneOf, SomeOf, Text, Texts, Whole, YesNo } from './fields';
import { Timed } from './timed.dto';

const name = (about: string, example: string) => Text(maxName, { about, example });

export class FoundOrganisationDto extends Timed {
  @OneOf(organisationKinds, { about: 'Its place in the chain. Never changes.', example: 'customer' })
  readonly kind!: OrganisationKind;

  @name('What people call it.', 'Harbour Ferries')
  readonly name!: string;

  @Id({ about: 'The organisation above it. Default: yours.', optional: true })
  readonly parent?: string;
}

export class NameDto extends Timed {
  @name('The new name.', 'Harbour Ferries Ltd')
  readonly name!: string;
}

export class ChangeParentDto extends Timed {
  @Id({ about: 'The organisation above it from now on.' })
  readonly parent!: string;
}

export class RenameTeamDto extends NameDto {
  @Id({ about: 'The team.' })
  readonly team!: string;
}

export class TeamMemberDto extends Timed {
  @Id({ about: 'The team.' })
  readonly team!: string;

  @Id({ about: 'A user of the same organisation.' })
  readonly user!: string;
}

export class ServiceProviderDto extends Timed {
  @Id({ about: 'Organisation of the kind serviceProvider.' })
  readonly provider!: string;
}

export class PreferencesDto extends Timed {
  @YesNo({ about: 'The switch "Is ASP business".', optional: true })
  readonly isAspBusiness?: boolean;

  @Whole(0, 3650, { about: 'Days after closing in which a ticket may be reopened.', example: 30, optional: true })
  readonly reopenWindowDays?: number;
}

export class RegisterUserDto extends Timed {
  @name('Full name.', 'Ada Byron')
  readonly name!: string;

  @Email({ about: 'Address to sign in with; one account each.' })
  readonly email!: string;

  @Id({ about: 'Where the user works. Default: your own organisation.', optional: true })
  readonly organisation?: string;
}

export class ReviseUserDto extends Timed {
  @Text(maxName, { about: 'The new name.', optional: true })
  readonly name?: string;

  @Email({ about: 'The new address.', optional: true })
  readonly email?: string;
}

export class ApproveUserDto extends Timed {
  @OneOf(approvalSides, { about: 'For whom you consent: the user’s own organisation, or the vendor above it.' })
  readonly side!: ApprovalSide;
}

export class RoleOfUserDto extends Timed {
  @Id({ about: 'The role, as GET /v1/roles names it.' })
  readonly role!: string;
}

export class PermissionOfUserDto extends Timed {
  @OneOf(permissions, { about: 'The permission, as GET /v1/permissions names it.', example: 'ticket.waive-gate' })
  readonly permission!: Permission;
}

export class RecordContactDto extends Timed {
  @name('Full name.', 'Grace Hopper')
  readonly name!: string;

  @Id({ about: 'Whose contact it is. Default: your own organisation.', optional: true })
  readonly organisation?: string;

  @Texts(maxPhone, { about: 'Telephone numbers.', min: 0, max: maxAddresses, optional: true, example: ['+49 30 1234567'] })
  readonly phones?: readonly string[];

  @Texts(maxEmail, { about: 'E-mail addresses.', min: 0, max: maxAddresses, optional: true, example: ['grace@example.org'] })
  readonly emails?: readonly string[];
}

export class ReviseContactDto extends Timed {
  @Text(maxName, { about: 'The new name.', optional: true })
  readonly name?: string;

  @Texts(maxPhone, { about: 'Replaces the list before.', min: 0, max: maxAddresses, optional: true })
  readonly phones?: readonly string[];

  @Texts(maxEmail, { about: 'Replaces the list before.', min: 0, max: maxAddresses, optional: true })
  readonly emails?: readonly string[];
}

export class DefineRoleDto extends Timed {
  @name('What people call it.', 'Night shift')
  readonly name!: string;

  @SomeOf(permissions, { about: 'What it allows; only what you hold yourself.', min: 0, max: permissions.length })
  readonly permissions!: readonly Permission[];

  @Id({ about: 'Whose role it is; null: for everybody. Default: your own organisation.', optional: true, nullable: true })
  readonly organisation?: string | null;
}

export class ReviseRoleDto extends Timed {
  @Text(maxName, { about: 'The new name.', optional: true })
  readonly name?: string;

  @SomeOf(permissions, { about: 'Replaces the list before.', min: 0, max: permissions.length, optional: true })
  readonly permissions?: readonly Permission[];
}
