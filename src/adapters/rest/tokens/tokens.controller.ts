import { Controller, Delete, Get, HttpCode, Inject, Post } from '@nestjs/common';
import { reject } from '../../../domain/kernel/errors';
import { choice, id as anId, line, list, optional, whole, type Values } from '../../../domain/kernel/fields';
import type { Actor } from '../../../domain/people/actor';
import { permissions } from '../../../domain/people/permission';
import { requirePermission } from '../../../projections/kernel/asking';
import type { UserTokens } from '../../desk/people/user-tokens';
import type { NewToken, Tokens } from '../../desk/ports';
import { TOKENS, USER_TOKENS } from '../../desk/tokens';
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

type Asked = Values<typeof tokenFields>;

function wishOf({ label, scope, days }: Asked): NewToken {
  return { label, scope: scope ?? null, ...(days !== undefined && { days }) };
}

/** One's own tokens. */
@Controller('v1/tokens')
export class TokensController {
  constructor(@Inject(TOKENS) private readonly tokens: Tokens) {}

  @Post()
  @Describes({
    ...{ id: 'tokens_create', does: 'Creates a token of yours', answer: newToken, status: 201, means: 'It was created.' },
    ...{ more: 'The answer is the only one that shows the secret.', refuses: ['not-permitted'] },
  })
  create(@BodyOf(tokenFields) asked: Asked, @CurrentActor() actor: Actor) {
    requirePermission(actor, 'token.manage');
    return this.tokens.create(actor, wishOf(asked));
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

const userPath = { id: anId('user', { about: 'The user.' }) };
const userTokenPath = { ...userPath, token: anId('token', { about: 'The token, as the list names it.' }) };
const userTokenFields = {
  ...tokenFields,
  scope: {
    ...tokenFields.scope,
    about: 'The only rights it has, of those that the user and you have. Left out: all that the user has now.',
  },
};

/** Tokens of the users that the asker manages. */
@Controller('v1/users/:id/tokens')
export class UserTokensController {
  constructor(@Inject(USER_TOKENS) private readonly tokens: UserTokens) {}

  @Post()
  @Describes({
    ...{ id: 'users_createToken', does: 'Creates a token of a user you manage', answer: newToken, status: 201 },
    ...{ means: 'It was created.', refuses: ['not-permitted', 'unknown'] },
    more: 'It can do no more than the user, nor more than you. The answer is the only one that shows the secret.',
  })
  create(@PathOf(userPath) { id }: Values<typeof userPath>, @BodyOf(userTokenFields) asked: Asked, @CurrentActor() actor: Actor) {
    return this.tokens.create(actor, id, wishOf(asked));
  }

  @Get()
  @Describes({
    ...{ id: 'users_listTokens', does: 'Lists the tokens of a user you manage', answer: tokens },
    ...{ more: 'Without their secrets, which nobody can read again.', refuses: ['not-permitted', 'unknown'] },
  })
  async list(@PathOf(userPath) { id }: Values<typeof userPath>, @CurrentActor() actor: Actor) {
    return { items: await this.tokens.list(actor, id) };
  }

  @Delete(':token')
  @HttpCode(204)
  @Describes({
    ...{ id: 'users_revokeToken', does: 'Revokes a token of a user you manage', answer: nothing, status: 204 },
    ...{ means: 'It is revoked.', more: 'From now on it is refused with 401.', refuses: ['not-permitted', 'unknown'] },
  })
  revoke(@PathOf(userTokenPath) { id, token }: Values<typeof userTokenPath>, @CurrentActor() actor: Actor): Promise<void> {
    return this.tokens.revoke(actor, id, token);
  }
}
