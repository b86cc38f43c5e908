import { Body, Controller, Delete, Get, HttpCode, Inject, Param, Post } from '@nestjs/common';
import { ApiNoContentResponse, ApiOperation, ApiTags } from '@nestjs/swagger';
import { reject } from '../../domain/kernel/errors';
import type { Actor } from '../../domain/people/actor';
import { requirePermission } from '../../projections/kernel/asking';
import { Answers } from './answers/answers';
import { newToken, tokens } from './answers/operation';
import { CurrentActor } from './call';
import { IdParam } from './dto/params';
import { CreateTokenDto } from './dto/tokens.dto';
import type { Tokens } from './ports';
import { TOKENS } from './tokens';

/** One's own tokens; those of others are the operator's business (`npm run token`). */
@ApiTags('Tokens')
@Controller('v1/tokens')
export class TokensController {
  constructor(@Inject(TOKENS) private readonly tokens: Tokens) {}

  @Post()
  @ApiOperation({ operationId: 'createToken', summary: 'A new token of yours; its secret is told once' })
  @Answers(newToken, { status: 201 })
  create(@Body() { label, scope, days }: CreateTokenDto, @CurrentActor() actor: Actor) {
    requirePermission(actor, 'token.manage');
    return this.tokens.create(actor, { label, scope: scope ?? null, ...(days !== undefined && { days }) });
  }

  @Get()
  @ApiOperation({ operationId: 'listTokens', summary: 'Your tokens, without their secrets' })
  @Answers(tokens)
  async list(@CurrentActor() actor: Actor) {
    requireOwnAffairs(actor);
    return { items: await this.tokens.list(actor) };
  }

  @Delete(':id')
  @HttpCode(204)
  @ApiOperation({ operationId: 'revokeToken', summary: 'From now on the token opens nothing' })
  @ApiNoContentResponse({ description: 'Done.' })
  async revoke(@Param() { id }: IdParam, @CurrentActor() actor: Actor): Promise<void> {
    requireOwnAffairs(actor);
    if (!(await this.tokens.revoke(actor, id))) reject('unknown', 'You have no such token; GET /v1/tokens lists them.');
  }
}

/** Everybody sees and ends their own tokens; one that holds a part of their rights needs this among them. */
function requireOwnAffairs(actor: Actor): void {
  if (actor.scoped === true) requirePermission(actor, 'token.manage');
}
