import { Controller, Delete, Get, HttpCode, Inject, Post } from '@nestjs/common';
import { reject } from '../../../domain/kernel/errors';
import { choice, line, list, optional, whole, type Values } from '../../../domain/kernel/fields';
import type { Actor } from '../../../domain/people/actor';
import { permissions } from '../../../domain/people/permission';
import { requirePermission } from '../../../projections/kernel/asking';
import type { Tokens } from '../../desk/ports';
import { TOKENS } from '../../desk/tokens';
import { BodyOf, CurrentActor, PathOf } from '../../web/call';
import { Describes } from '../answers/answers';
import { nothing } from '../answers/schema';
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
@Controller('v1/tokens')
export class TokensController {
  constructor(@Inject(TOKENS) private readonly tokens: Tokens) {}

  @Post()
  @Describes({
    ...{ id: 'tokens_create', does: 'Creates a token of yours', answer: newToken, status: 201, means: 'It was created.' },
    ...{ more: 'The answer is the only one that shows the secret.', refuses: ['not-permitted'] },
  })
  create(@BodyOf(tokenFields) { label, scope, days }: Values<typeof tokenFields>, @CurrentActor() actor: Actor) {
    requirePermission(actor, 'token.manage');
    return this.tokens.create(actor, { label, scope: scope ?? null, ...(days !== undefined && { days }) });
  }

  @Get()
  @Describes({
    ...{ id: 'tokens_list', does: 'Lists your tokens', answer: tokens, refuses: ['not-permitted'] },
    more: 'Without their secrets, which nobody can read again.',
  })
  async list(@CurrentActor() actor: Actor) {
    requireOwnAffairs(actor);
    return { items: await this.tokens.list(actor) };
  }

  @Delete(':id')
  @HttpCode(204)
  @Describes({
    ...{ id: 'tokens_revoke', does: 'Revokes a token', answer: nothing, status: 204, means: 'It is revoked.' },
    ...{ more: 'From now on it is refused with 401.', refuses: ['not-permitted', 'unknown'] },
  })
  async revoke(@PathOf(idPath) { id }: Values<typeof idPath>, @CurrentActor() actor: Actor): Promise<void> {
    requireOwnAffairs(actor);
    if (!(await this.tokens.revoke(actor, id))) reject('unknown', 'You have no such token; GET /v1/tokens lists them.');
  }
}

/** Everybody sees and ends their own tokens; a token with a part of its user's rights needs this among them. */
function requireOwnAffairs(actor: Actor): void {
  if (actor.scoped === true) requirePermission(actor, 'token.manage');
}
