import { Controller, Delete, Get, HttpCode, Inject, Post } from '@nestjs/common';
import { reject } from '../../../domain/kernel/errors';
import { choice, id as anId, line, list, optional, whole, type Values } from '../../../domain/kernel/fields';
import type { Actor } from '../../../domain/people/actor';
import { permissions } from '../../../domain/people/permission';
import { requirePermission } from '../../../projections/kernel/asking';
import type { UserTokens } from '../../desk/people/user-tokens';
import type { NewToken, Tokens } from '../../desk/ports';
import { TOKENS, USER_TOKENS } from '../../desk/tokens';
import { Commands } from '../../desk/commands';
import { BodyOf, CallOf, CurrentActor, PathOf, type Call } from '../../web/call';
import { Describes } from '../answers/answers';
import { nothing } from '../answers/schema';
import { newToken, tokens } from '../operation/answers';
import { idPath } from '../paging.fields';

const tokenFields = {
  label: line(200, { about: 'Purpose of the token.', example: 'Monitoring' }),
  scope: optional(
    list(
      choice(permissions, { about: 'A permission.' }),
      { max: permissions.length },
      { about: 'Restricts the token to these permissions of yours. Default: all of yours.' },
    ),
  ),
  days: optional(whole(1, 3650, { about: 'Days until it expires. Default: 90.' })),
};

const refusedKeys = ['already-exists', 'idempotency-key-reused'] as const;
const oneTokenAKey = 'An `Idempotency-Key` creates one token: sent again, it is refused.';
const newTokens = {
  place: 'tokens',
  again:
    'This Idempotency-Key created a token before, and a secret is shown only once. ' +
    'If you did not receive it, look for the token in the list, revoke it, and send a new key.',
};

type Asked = Values<typeof tokenFields>;

function wishOf({ label, scope, days }: Asked): NewToken {
  return { label, scope: scope ?? null, ...(days !== undefined && { days }) };
}

/** The user's own tokens. */
@Controller('v1/tokens')
export class TokensController {
  constructor(
    @Inject(TOKENS) private readonly tokens: Tokens,
    private readonly commands: Commands,
  ) {}

  @Post()
  @Describes({
    ...{
      id: 'tokens_create',
      does: 'Creates a token for yourself',
      answer: newToken,
      status: 201,
      means: 'The token was created.',
    },
    ...{ more: `Only this response shows the secret. ${oneTokenAKey}`, refuses: [...refusedKeys, 'not-permitted'] },
  })
  create(@BodyOf(tokenFields) asked: Asked, @CallOf() { asker }: Call) {
    requirePermission(asker.actor, 'token.manage');
    return this.commands.once(asker, newTokens, () => this.tokens.create(asker.actor, wishOf(asked)));
  }

  @Get()
  @Describes({
    ...{ id: 'tokens_list', does: 'Lists your tokens', answer: tokens, refuses: ['not-permitted'] },
    more: 'Secrets are not included and cannot be read again.',
  })
  async list(@CurrentActor() actor: Actor) {
    requireOwnAffairs(actor);
    return { items: await this.tokens.list(actor) };
  }

  @Delete(':id')
  @HttpCode(204)
  @Describes({
    ...{ id: 'tokens_revoke', does: 'Revokes a token', answer: nothing, status: 204, means: 'The token was revoked.' },
    ...{ more: 'Requests with the token now get 401.', refuses: ['not-permitted', 'unknown'] },
  })
  async revoke(@PathOf(idPath) { id }: Values<typeof idPath>, @CurrentActor() actor: Actor): Promise<void> {
    requireOwnAffairs(actor);
    if (!(await this.tokens.revoke(actor, id))) reject('unknown', 'You have no such token; GET /v1/tokens lists them.');
  }
}

/** All users may list and revoke their own tokens. A token with a scope needs this permission in it. */
function requireOwnAffairs(actor: Actor): void {
  if (actor.scoped === true) requirePermission(actor, 'token.manage');
}

const userPath = { id: anId('user', { about: 'The user.' }) };
const userTokenPath = { ...userPath, token: anId('token', { about: 'Id of the token in the list.' }) };
const userTokenFields = {
  ...tokenFields,
  scope: {
    ...tokenFields.scope,
    about:
      'Restricts the token to these permissions, which the user and you must have. Default: all current permissions of the user.',
  },
};

/** Tokens of the users that the asker manages. */
@Controller('v1/users/:id/tokens')
export class UserTokensController {
  constructor(
    @Inject(USER_TOKENS) private readonly tokens: UserTokens,
    private readonly commands: Commands,
  ) {}

  @Post()
  @Describes({
    ...{ id: 'users_createToken', does: 'Creates a token for a user you manage', answer: newToken, status: 201 },
    ...{ means: 'The token was created.', refuses: [...refusedKeys, 'not-permitted', 'unknown'] },
    more: 'Its permissions are limited to those of the user and to yours. Only this response shows the secret. ' + oneTokenAKey,
  })
  create(@PathOf(userPath) { id }: Values<typeof userPath>, @BodyOf(userTokenFields) asked: Asked, @CallOf() { asker }: Call) {
    const places = { ...newTokens, place: `tokens of ${id}` };
    return this.commands.once(asker, places, () => this.tokens.create(asker.actor, id, wishOf(asked)));
  }

  @Get()
  @Describes({
    ...{ id: 'users_listTokens', does: 'Lists the tokens of a user you manage', answer: tokens },
    ...{ more: 'Secrets are not included and cannot be read again.', refuses: ['not-permitted', 'unknown'] },
  })
  async list(@PathOf(userPath) { id }: Values<typeof userPath>, @CurrentActor() actor: Actor) {
    return { items: await this.tokens.list(actor, id) };
  }

  @Delete(':token')
  @HttpCode(204)
  @Describes({
    ...{ id: 'users_revokeToken', does: 'Revokes a token of a user you manage', answer: nothing, status: 204 },
    ...{ means: 'The token was revoked.', more: 'Requests with the token now get 401.', refuses: ['not-permitted', 'unknown'] },
  })
  revoke(@PathOf(userTokenPath) { id, token }: Values<typeof userTokenPath>, @CurrentActor() actor: Actor): Promise<void> {
    return this.tokens.revoke(actor, id, token);
  }
}
