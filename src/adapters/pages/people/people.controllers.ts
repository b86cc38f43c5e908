import { Get, Param, Post, Query, Req, type StreamableFile, type Type } from '@nestjs/common';
import type { FastifyRequest } from 'fastify';
import type { Actor } from '../../../domain/people/actor';
import { Page } from '../../web/route-config';
import { Sent, Who, type SentForm } from '../access/visit';
import { Exporting, type SendTable } from '../exports/exporting';
import type { PageAnswer } from '../rendering/answer';
import { PageController } from '../rendering/page-controller';
import { Acting } from './acting';
import { LinkPages } from './link-pages';
import { ListPages } from './list-pages';
import { ShowPages } from './show-pages';
import { things, type Noun, type Thing } from './things';

type Asked = Record<string, unknown>;
interface Path {
  readonly id: string;
  readonly verb: string;
}

/** The pages of one kind: list, create, show and commands. */
function pagesOf({ noun, plural }: Thing): Type {
  @PageController(plural)
  class ThingController {
    constructor(
      readonly lists: ListPages,
      readonly shows: ShowPages,
      readonly acting: Acting,
    ) {}

    @Get()
    @Page()
    list(@Query() query: Asked, @Who() actor: Actor, @Req() request: FastifyRequest): Promise<PageAnswer> {
      return this.lists.page(noun, query, actor, request);
    }

    @Get('export')
    @Page()
    async export(
      @Query() query: Asked,
      @Who() actor: Actor,
      @Req() request: FastifyRequest,
      @Exporting() send: SendTable,
    ): Promise<StreamableFile> {
      return send(await this.lists.table(noun, query, actor, request));
    }

    @Get('new')
    @Page()
    showNew(@Query() query: Asked, @Who() actor: Actor, @Req() request: FastifyRequest): Promise<PageAnswer> {
      return this.acting.showNew({ noun, actor, request }, query);
    }

    @Post('new')
    @Page()
    create(@Sent() sent: SentForm, @Who() actor: Actor, @Req() request: FastifyRequest): Promise<PageAnswer> {
      return this.acting.create({ noun, actor, request }, sent);
    }

    @Get(':id')
    @Page()
    show(@Param('id') id: string, @Who() actor: Actor, @Req() request: FastifyRequest): Promise<PageAnswer> {
      return this.shows.page(noun, id, actor, request);
    }

    @Get(':id/do/:verb')
    @Page()
    showForm(
      @Param() path: Path,
      @Query() query: Asked,
      @Who() actor: Actor,
      @Req() request: FastifyRequest,
    ): Promise<PageAnswer> {
      return this.acting.show({ noun, actor, request }, path, query);
    }

    @Post(':id/do/:verb')
    @Page()
    act(@Param() path: Path, @Sent() sent: SentForm, @Who() actor: Actor, @Req() request: FastifyRequest): Promise<PageAnswer> {
      return this.acting.act({ noun, actor, request }, path, sent);
    }
  }
  return ThingController;
}

/** Pages that only accounts have. */
@PageController('users')
export class PasswordLinkController {
  constructor(private readonly links: LinkPages) {}

  @Get(':id/password-link')
  @Page()
  show(@Param('id') id: string, @Who() actor: Actor, @Req() request: FastifyRequest): Promise<PageAnswer> {
    return this.links.show(id, actor, request);
  }

  @Post(':id/password-link')
  @Page()
  make(@Param('id') id: string, @Who() actor: Actor): Promise<PageAnswer> {
    return this.links.make(id, actor);
  }
}

export const peopleControllers: readonly Type[] = [
  ...(Object.keys(things) as Noun[]).map((noun) => pagesOf(things[noun])),
  PasswordLinkController,
];
