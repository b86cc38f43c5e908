import { Body, Controller, Get, HttpCode, Inject, Post, Res, UseInterceptors, type Type } from '@nestjs/common';
import { ApiExcludeEndpoint, ApiOperation, ApiTags } from '@nestjs/swagger';
import type { FastifyReply } from 'fastify';
import { text, type Values } from '../../../domain/kernel/fields';
import type { Actor } from '../../../domain/people/actor';
import { permissionGroups } from '../../../domain/people/permission';
import { getRights } from '../../../projections/people/read-people';
import { PeopleDesk } from '../../desk/people/people-desk';
import { PeopleReader } from '../../desk/people/people-reader';
import * as people from '../../desk/people/resources';
import { UserDesk } from '../../desk/people/user-desk';
import { CallOf, CurrentActor, PathOf, QueryOf, type Call } from '../../web/call';
import { etag } from '../../web/etag';
import { EdgeError } from '../../web/problems/problem';
import { Answers } from '../answers/answers';
import { outcome } from '../answers/outcomes';
import type { Schema } from '../answers/schema';
import { AsksPath, AsksQuery } from '../documentation/asks';
import { answerOf } from '../outcome-reply';
import { PageLinks } from '../page-links.interceptor';
import { idPath, peopleList } from '../paging.fields';
import * as answers from './answers';

const verbPath = { ...idPath, verb: text(50, { about: 'The command.' }) };

type Id = Values<typeof idPath>;
type List = Values<typeof peopleList>;

/** A resource of people with what its routes answer. */
interface Served<One extends object, Page> {
  readonly resource: people.Resource & {
    readonly get: Parameters<PeopleReader['one']>[1];
    readonly list: (...asked: never[]) => Promise<Page>;
  };
  readonly tag: string;
  readonly one: Schema<One>;
  readonly page: Schema<Page>;
  /** What the list shows, in a sentence. */
  readonly lists: string;
  /** Who carries out its commands. */
  readonly desk?: Type<Pick<PeopleDesk, 'act'>>;
}

/** The routes of one resource: a list, a read, and its commands. */
function controllerOf<One extends object, Page>({ resource, tag, one, page, lists, desk = PeopleDesk }: Served<One, Page>): Type {
  const { plural, table, noun } = resource;

  @ApiTags(tag)
  @Controller(`v1/${plural}`)
  @UseInterceptors(PageLinks)
  class PeopleController {
    constructor(
      @Inject(desk) readonly desk: Pick<PeopleDesk, 'act'>,
      readonly reader: PeopleReader,
    ) {}

    @Get()
    @AsksQuery(peopleList)
    @ApiOperation({ operationId: `${plural}_list`, summary: lists })
    @Answers(page, { headers: ['Link'] })
    list(@QueryOf(peopleList) asked: List, @CurrentActor() actor: Actor): Promise<Page> {
      return this.reader.list(resource.list as never, asked, actor);
    }

    @Get(':id')
    @AsksPath(idPath)
    @ApiOperation({ operationId: `${plural}_read`, summary: `Reads one ${noun}` })
    @Answers(one, { headers: ['ETag'] })
    async read(
      @PathOf(idPath) { id }: Id,
      @CurrentActor() actor: Actor,
      @Res({ passthrough: true }) reply: FastifyReply,
    ): Promise<One> {
      const found = (await this.reader.one(resource, resource.get, { id, actor })) as One;
      if ('revision' in found && typeof found.revision === 'number') void reply.header('etag', etag(found.revision));
      return found;
    }

    @Post()
    @ApiExcludeEndpoint()
    @Answers(outcome)
    async create(@Body() body: unknown, @CallOf() { asker }: Call, @Res({ passthrough: true }) reply: FastifyReply) {
      const made = await this.desk.act(asker, { resource, type: table.creating ?? '', id: null, body });
      return answerOf(made, reply, `/v1/${plural}/${made.id}`);
    }

    @Post(':id/:verb')
    @HttpCode(200)
    @ApiExcludeEndpoint()
    @Answers(outcome)
    async act(
      @PathOf(verbPath) { id, verb }: Values<typeof verbPath>,
      @Body() body: unknown,
      @CallOf() { asker }: Call,
      @Res({ passthrough: true }) reply: FastifyReply,
    ) {
      const type = table.verbs.get(verb) ?? rejectVerb(resource, verb);
      return answerOf(await this.desk.act(asker, { resource, type, id, body }), reply);
    }
  }
  return PeopleController;
}

const served = [
  {
    ...{ resource: people.organisations, tag: 'Organisations', one: answers.organisation, page: answers.organisationPage },
    lists: 'Lists an organisation and those directly below it',
  },
  { resource: people.users, tag: 'Users', one: answers.user, page: answers.userPage, lists: 'Lists users', desk: UserDesk },
  {
    resource: people.contacts,
    tag: 'Contacts',
    one: answers.contact,
    page: answers.contactPage,
    lists: 'Lists people without an account',
  },
  {
    ...{ resource: people.roles, tag: 'Roles', one: answers.role, page: answers.rolePage },
    lists: 'Lists built-in roles and those of an organisation',
  },
] as unknown as readonly Served<object, object>[];

@ApiTags('Roles')
@Controller('v1')
export class RightsController {
  constructor(private readonly reader: PeopleReader) {}

  @Get('users/:id/rights')
  @AsksPath(idPath)
  @ApiOperation({ operationId: 'users_readRights', summary: 'Reads what a user may do, and where each right comes from' })
  @Answers(answers.rights)
  rights(@PathOf(idPath) { id }: Id, @CurrentActor() actor: Actor) {
    return this.reader.one(people.users, getRights, { id, actor });
  }

  @Get('permissions')
  @ApiOperation({ operationId: 'permissions_list', summary: 'Lists every permission, by group' })
  @Answers(answers.groups)
  permissions(): answers.PermissionGroups {
    return permissionGroups;
  }
}

export const peopleControllers: readonly Type[] = [...served.map(controllerOf), RightsController];

/** For the description of the API. */
export const peopleResources = served.map(({ resource: { noun, plural, table }, tag }) => ({ noun, plural, table, tag }));

function rejectVerb({ plural, table }: people.Resource, verb: string): never {
  const known = [...table.verbs.keys()].sort().join(', ');
  throw new EdgeError('no-such-route', `There is no command "${verb.slice(0, 50)}" for ${plural}. There are: ${known}.`);
}
