import { Controller, Delete, Get, HttpCode, Inject, Post } from '@nestjs/common';
import { ApiNoContentResponse, ApiOperation, ApiTags } from '@nestjs/swagger';
import { reject } from '../../../domain/kernel/errors';
import { choice, line, list, optional, whole, type Values } from '../../../domain/kernel/fields';
import type { Actor } from '../../../domain/people/actor';
import { permissions } from '../../../domain/people/permission';
import { requirePermission } from '../../../projections/kernel/asking';
import type { Tokens } from '../../desk/ports';
import { TOKENS } from '../../desk/tokens';
import { BodyOf, CurrentActor, PathOf } from '../../web/call';
import { Answers } from '../answers/answers';
import { AsksBody, AsksPath } from '../documentation/asks';
import { newToken, tokens } from '../operation/answers';
import { idPath } from '../paging.fields';

const tokenFields = {
  label: line(200, { about: 'What it is for.', example: 'Monitoring' }),
  scope: optional(
    list(
      choice(permissions, { about: 'A permission.' }),
      { max: permissions.length },
      { about: 'The only rights it has, of those you have. Left out: all of yours.' },
    ),
  ),
  days: optional(whole(1, 3650, { about: 'Days until it expires. Default: 90.' })),
};

/** One's own tokens. */
@ApiTags('Tokens')
@Controller('v1/tokens')
export class TokensController {
  constructor(@Inject(TOKENS) private readonly tokens: Tokens) {}

  @Post()
  @AsksBody(tokenFields)
  @ApiOperation({ operationId: 'tokens_create', summary: 'Creates a token of yours; its secret is shown once' })
  @Answers(newToken, { status: 201 })
  create(@BodyOf(tokenFields) { label, scope, days }: Values<typeof tokenFields>, @CurrentActor() actor: Actor) {
    requirePermission(actor, 'token.manage');
    return this.tokens.create(actor, { label, scope: scope ?? null, ...(days !== undefined && { days }) });
  }

  @Get()
  @ApiOperation({ operationId: 'tokens_list', summary: 'Lists your tokens, without their secrets' })
  @Answers(tokens)
  async list(@CurrentActor() actor: Actor) {
    requireOwnAffairs(actor);
    return { items: await this.tokens.list(actor) };
  }

  @Delete(':id')
  @HttpCode(204)
  @AsksPath(idPath)
  @ApiOperation({ operationId: 'tokens_revoke', summary: 'Revokes a token: from now on it opens nothing' })
  @ApiNoContentResponse({ description: 'Done.' })
  async revoke(@PathOf(idPath) { id }: Values<typeof idPath>, @CurrentActor() actor: Actor): Promise<void> {
    requireOwnAffairs(actor);
    if (!(await this.tokens.revoke(actor, id))) reject('unknown', 'You have no such token; GET /v1/tokens lists them.');
  }
}

/** Everybody sees and ends their own tokens; a token with a part of its user's rights needs this among them. */
function requireOwnAffairs(actor: Actor): void {
  if (actor.scoped === true) requirePermission(actor, 'token.manage');
}
