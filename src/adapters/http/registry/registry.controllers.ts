import { Body, Controller, Get, HttpCode, Param, Post, Query, Res, UseInterceptors, type Type } from '@nestjs/common';
import { ApiOperation, ApiTags } from '@nestjs/swagger';
import type { FastifyReply } from 'fastify';
import type { Category } from '../../../domain/kernel/ids';
import type { Actor } from '../../../domain/people/actor';
import { permissionGroups } from '../../../domain/people/permission';
import { getContact, getOrganisation, getRights, getRole, getUser } from '../../../projections/people/read-people';
import { listContacts, listOrganisations, listRoles, listUsers } from '../../../projections/people/list-people';
import { contactActions, organisationActions, roleActions, userActions, type RegistryAction } from '../actions/registry-actions';
import { Answers, describedAs } from '../answers/answers';
import { registryOutcome } from '../answers/outcomes';
import * as answers from '../answers/registry';
import { CallOf, CurrentActor, type Call } from '../call';
import { RegistryListDto } from '../dto/paging.dto';
import { IdParam } from '../dto/params';
import { RegisterUserDto, ReviseUserDto } from '../dto/registry.dto';
import type { Timed } from '../dto/timed.dto';
import { PageLinks } from '../page-links.interceptor';
import { RegistryDesk } from './registry-desk';
import { RegistryReader } from './registry-reader';
import { addRoute, CommandHeaders } from '../routes-from-table';
import { UserDesk } from './user-desk';

@ApiTags('Organisations')
@Controller('v1/organisations')
@UseInterceptors(PageLinks)
export class OrganisationsController {
  constructor(
    readonly desk: RegistryDesk,
    private readonly reader: RegistryReader,
  ) {}

  @Get()
  @ApiOperation({ operationId: 'listOrganisations', summary: 'An organisation and those directly below it' })
  @Answers(answers.organisationPage, { headers: ['Link'] })
  list(@Query() { limit, after, organisation }: RegistryListDto, @CurrentActor() actor: Actor) {
    return this.reader.list(listOrganisations, { limit, after, organisation }, actor);
  }

  @Get(':id')
  @ApiOperation({ operationId: 'readOrganisation', summary: 'An organisation with its teams and preferences' })
  @Answers(answers.organisation, { headers: ['ETag'] })
  read(@Param() { id }: IdParam, @CurrentActor() actor: Actor, @Res({ passthrough: true }) reply: FastifyReply) {
    return this.reader.one(getOrganisation, { category: 'organisation', id }, { actor, reply });
  }
}

@ApiTags('Users')
@Controller('v1/users')
@UseInterceptors(PageLinks)
export class UsersController {
  constructor(
    readonly desk: RegistryDesk,
    private readonly users: UserDesk,
    private readonly reader: RegistryReader,
  ) {}

  @Get()
  @ApiOperation({ operationId: 'listUsers', summary: 'Users of an organisation' })
  @Answers(answers.userPage, { headers: ['Link'] })
  list(@Query() { limit, after, organisation }: RegistryListDto, @CurrentActor() actor: Actor) {
    return this.reader.list(listUsers, { limit, after, organisation }, actor);
  }

  @Get(':id')
  @ApiOperation({ operationId: 'readUser', summary: 'A user' })
  @Answers(answers.user, { headers: ['ETag'] })
  read(@Param() { id }: IdParam, @CurrentActor() actor: Actor, @Res({ passthrough: true }) reply: FastifyReply) {
    return this.reader.one(getUser, { category: 'user', id }, { actor, reply });
  }

  @Get(':id/rights')
  @ApiOperation({ operationId: 'readRights', summary: 'What a user may do, and where each right comes from' })
  @Answers(answers.rights)
  rights(@Param() { id }: IdParam, @CurrentActor() actor: Actor, @Res({ passthrough: true }) reply: FastifyReply) {
    return this.reader.one(getRights, { category: 'user', id }, { actor, reply });
  }

  @Post()
  @CommandHeaders()
  @ApiOperation({
    operationId: 'registerUser',
    summary: 'Asks for an account; it opens when those concerned have approved',
  })
  @Answers(registryOutcome, { status: 201, headers: ['ETag', 'Location'] })
  register(@Body() dto: RegisterUserDto, @CallOf() call: Call, @Res({ passthrough: true }) reply: FastifyReply) {
    return this.users.register(dto, call, reply);
  }

  @Post(':id/revise')
  @HttpCode(200)
  @CommandHeaders()
  @ApiOperation({ operationId: 'reviseUser', summary: 'Corrects name or address' })
  @Answers(registryOutcome, { headers: ['ETag'] })
  revise(
    @Param() { id }: IdParam,
    @Body() dto: ReviseUserDto,
    @CallOf() call: Call,
    @Res({ passthrough: true }) reply: FastifyReply,
  ) {
    return this.users.revise(id, dto, call, reply);
  }
}

@ApiTags('Contacts')
@Controller('v1/contacts')
@UseInterceptors(PageLinks)
export class ContactsController {
  constructor(
    readonly desk: RegistryDesk,
    private readonly reader: RegistryReader,
  ) {}

  @Get()
  @ApiOperation({ operationId: 'listContacts', summary: 'People without an account' })
  @Answers(answers.contactPage, { headers: ['Link'] })
  list(@Query() { limit, after, organisation }: RegistryListDto, @CurrentActor() actor: Actor) {
    return this.reader.list(listContacts, { limit, after, organisation }, actor);
  }

  @Get(':id')
  @ApiOperation({ operationId: 'readContact', summary: 'A contact' })
  @Answers(answers.contact, { headers: ['ETag'] })
  read(@Param() { id }: IdParam, @CurrentActor() actor: Actor, @Res({ passthrough: true }) reply: FastifyReply) {
    return this.reader.one(getContact, { category: 'contact', id }, { actor, reply });
  }
}

@ApiTags('Roles')
@Controller('v1')
@UseInterceptors(PageLinks)
export class RolesController {
  constructor(
    readonly desk: RegistryDesk,
    private readonly reader: RegistryReader,
  ) {}

  @Get('roles')
  @ApiOperation({ operationId: 'listRoles', summary: 'Built-in roles and those of an organisation' })
  @Answers(answers.rolePage, { headers: ['Link'] })
  list(@Query() { limit, after, organisation }: RegistryListDto, @CurrentActor() actor: Actor) {
    return this.reader.list(listRoles, { limit, after, organisation }, actor);
  }

  @Get('roles/:id')
  @ApiOperation({ operationId: 'readRole', summary: 'A role, built in or defined' })
  @Answers(answers.role, { headers: ['ETag'] })
  role(@Param() { id }: IdParam, @CurrentActor() actor: Actor, @Res({ passthrough: true }) reply: FastifyReply) {
    return this.reader.one(getRole, { category: 'role', id }, { actor, reply });
  }

  @Get('permissions')
  @ApiOperation({ operationId: 'listPermissions', summary: 'Every permission, by group' })
  @Answers(answers.groups)
  permissions(): answers.PermissionGroups {
    return permissionGroups;
  }
}

function addRoutes(
  controller: Type<{ readonly desk: RegistryDesk }>,
  { category, base }: { readonly category: Category; readonly base: string },
  actions: readonly RegistryAction[],
): void {
  for (const action of actions) addActionRoute(controller, { category, base }, action);
}

function addActionRoute(
  controller: Type<{ readonly desk: RegistryDesk }>,
  { category, base }: { readonly category: Category; readonly base: string },
  { path, summary, dto, toCommand }: RegistryAction,
): void {
  const isNew = path === '';
  const status = isNew ? 201 : 200;
  addRoute(controller, {
    ...{ summary, body: dto, status },
    described: [CommandHeaders(), describedAs(registryOutcome, { status, headers: isNew ? ['ETag', 'Location'] : ['ETag'] })],
    path: isNew ? base : `${base}/:id/${path}`,
    operation: `${category}-${isNew ? 'create' : path}`,
    parameters: [
      [isNew ? Object : IdParam, Param()],
      [dto, Body()],
      [Object, CallOf()],
      [Object, Res({ passthrough: true })],
    ],
    handler(
      this: { readonly desk: RegistryDesk },
      ...[{ id }, body, call, reply]: [Partial<IdParam>, Timed, Call, FastifyReply]
    ) {
      const asking = this.desk.asking(call, body.occurredAt);
      return this.desk.carryOut({ category, id: id ?? null }, (given) => toCommand(body, given), asking, reply);
    },
  });
}

addRoutes(OrganisationsController, { category: 'organisation', base: '' }, organisationActions);
addRoutes(UsersController, { category: 'user', base: '' }, userActions);
addRoutes(ContactsController, { category: 'contact', base: '' }, contactActions);
addRoutes(RolesController, { category: 'role', base: 'roles' }, roleActions);
