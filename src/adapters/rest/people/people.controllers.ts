import { Body, Controller, Get, HttpCode, Inject, Post, Req, Res, type Type } from '@nestjs/common';
import type { FastifyReply, FastifyRequest } from 'fastify';
import type { Values } from '../../../domain/kernel/fields';
import type { Actor } from '../../../domain/people/actor';
import { permissionGroups } from '../../../domain/people/permission';
import { getRights } from '../../../projections/people/read-people';
import { PeopleDesk } from '../../desk/people/people-desk';
import { PeopleReader } from '../../desk/people/people-reader';
import { users } from '../../desk/people/resources';
import { checkedFields } from '../../desk/input/checked-input';
import { callOf, CallOf, CurrentActor, PathOf, QueryOf, type Call } from '../../web/call';
import { etag } from '../../web/etag';
import { Answers, Describes } from '../answers/answers';
import { outcome } from '../answers/outcomes';
import { commandIn } from '../command-in';
import { answerOf } from '../outcome-reply';
import { idPath, peopleList } from '../paging.fields';
import * as answers from './answers';
import { served, type Served } from './answers';

type Id = Values<typeof idPath>;
type List = Values<typeof peopleList>;

/** Builds a resource's controller: list, read and commands. */
function controllerOf<One extends object, Page>({
  resource,
  openly,
  one,
  page,
  lists,
  desk = PeopleDesk,
  path = idPath,
}: Served<One, Page>): Type {
  const { plural, table, noun } = resource;
  const needing = openly === true ? [] : (['not-permitted'] as const);

  @Controller(`v1/${plural}`)
  class PeopleController {
    constructor(
      @Inject(desk) readonly desk: Pick<PeopleDesk, 'act'>,
      readonly reader: PeopleReader,
    ) {}

    @Get()
    @Describes({
      ...{ id: `${plural}_list`, does: `Lists ${plural}`, more: lists, answer: page, headers: ['Link'] },
      refuses: ['not-permitted', 'not-shown-yet'],
    })
    list(@QueryOf(peopleList) asked: List, @CurrentActor() actor: Actor): Promise<Page> {
      return this.reader.list(resource.list as never, asked, actor);
    }

    @Get(':id')
    @Describes({
      ...{ id: `${plural}_read`, does: `Reads one ${noun}`, answer: one, headers: ['ETag'] },
      refuses: [...needing, 'not-shown-yet'],
    })
    async read(
      @PathOf(path) { id }: Id,
      @CurrentActor() actor: Actor,
      @Res({ passthrough: true }) reply: FastifyReply,
    ): Promise<One> {
      const found = (await this.reader.one(resource, resource.get, { id, actor })) as One;
      if ('revision' in found && typeof found.revision === 'number') void reply.header('etag', etag(found.revision));
      return found;
    }

    @Post()
    @Answers(outcome)
    async create(@Body() body: unknown, @CallOf() { asker }: Call, @Res({ passthrough: true }) reply: FastifyReply) {
      const made = await this.desk.act(asker, { resource, type: table.creating ?? '', id: null, body });
      return answerOf(made, reply, `/v1/${plural}/${made.id}`);
    }

    @Post(':id/:verb')
    @HttpCode(200)
    @Answers(outcome)
    async act(@Req() request: FastifyRequest<{ Params: Id }>, @Res({ passthrough: true }) reply: FastifyReply) {
      const type = commandIn(resource, request);
      const { id } = checkedFields(path, { id: request.params.id }) as Id;
      return answerOf(await this.desk.act(callOf(request).asker, { resource, type, id, body: request.body }), reply);
    }
  }
  return PeopleController;
}

@Controller('v1')
export class RightsController {
  constructor(private readonly reader: PeopleReader) {}

  @Get('users/:id/rights')
  @Describes({
    ...{ id: 'users_readRights', does: 'Reads the permissions of a user', answer: answers.rights },
    refuses: ['not-permitted', 'not-shown-yet'],
    more: 'Each permission lists the roles that contain it, and whether it was granted or withdrawn separately.',
  })
  rights(@PathOf(idPath) { id }: Id, @CurrentActor() actor: Actor) {
    return this.reader.one(users, getRights, { id, actor });
  }

  @Get('permissions')
  @Describes({
    ...{ id: 'permissions_list', does: 'Lists every permission', answer: answers.groups },
    more: 'Permissions come in groups, for choosing those of a role.',
  })
  permissions(): answers.PermissionGroups {
    return permissionGroups;
  }
}

export const peopleControllers: readonly Type[] = [...served.map(controllerOf), RightsController];

/** Resources for the description of the API. */
export const peopleResources = served.map(({ resource: { noun, plural, table } }) => ({ noun, plural, table }));
