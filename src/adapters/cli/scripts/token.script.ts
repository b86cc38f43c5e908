import type { NamedToken } from '../../control/control.port';
import { pairs, table } from '../layout';
import { firstTokenCommand } from '../invocation';
import { UsageError, type Arguments, type Call, type Outcome, type Script } from '../script';

export const tokenScript: Script = {
  name: 'token',
  about: 'Creates, lists and revokes the bearer tokens of the API.',
  usage: [
    'token -- create --user <id or e-mail> --label <purpose> [--days 90] [--scope <permission,permission …>]',
    'token -- list [--user <id or e-mail>]',
    'token -- revoke <token id>',
  ],
  options: { user: { type: 'string' }, label: { type: 'string' }, days: { type: 'string' }, scope: { type: 'string' } },
  plan: (given) => {
    const [action, ...rest] = given.positionals;
    if (action === 'create' && rest.length === 0) return create(given);
    if (action === 'list' && rest.length === 0) return list(given);
    if (action === 'revoke' && rest.length === 1) return revoke(rest[0] ?? '');
    throw new UsageError('Use create, list, or revoke with one token id.');
  },
};

function create({ values: { user, label, days, scope } }: Arguments) {
  if (typeof user !== 'string' || typeof label !== 'string') throw new UsageError('A new token needs --user and --label.');
  const params = {
    user,
    label,
    ...(days === undefined ? {} : { days: wholeDays(days) }),
    scope: typeof scope === 'string' ? scope.split(',').map((permission) => permission.trim()) : null,
  };
  return async ({ methods, progress, signal }: Call): Promise<Outcome> => {
    const token = await methods['token.create'](params, progress, signal);
    const shown = pairs([
      ['token', token.secret],
      ['id', token.id],
      ['expires', token.expiresAt],
    ]);
    return {
      ok: true,
      json: token,
      text: `${shown}\nCopy the token now. It is shown only once, because only its hash is stored.`,
    };
  };
}

function wholeDays(days: unknown): number {
  if (typeof days === 'string' && /^[1-9]\d{0,3}$/.test(days)) return Number(days);
  throw new UsageError('--days must be a whole number from 1 to 9999.');
}

function list({ values: { user } }: Arguments) {
  return async ({ methods, progress, signal }: Call): Promise<Outcome> => {
    const answer = await methods['token.list']({ user: typeof user === 'string' ? user : null }, progress, signal);
    return { ok: true, json: answer, text: answer.tokens.length === 0 ? none(user ?? answer.first) : tokenTable(answer.tokens) };
  };
}

function none(user: unknown): string {
  return typeof user === 'string'
    ? `There are no tokens. Create one with:\n  ${firstTokenCommand(user)}`
    : 'There are no tokens.';
}

function tokenTable(tokens: readonly NamedToken[]): string {
  return table(
    ['id', 'user', 'label', 'scope', 'expires', 'last used'],
    tokens.map(({ id, user, name, label, scope, expiresAt, lastUsedAt }) => [
      id,
      name ?? user,
      label,
      scope?.join(',') ?? 'all of its user',
      expiresAt,
      lastUsedAt,
    ]),
  );
}

function revoke(id: string) {
  return async ({ methods, progress, signal }: Call): Promise<Outcome> => {
    const answer = await methods['token.revoke']({ id }, progress, signal);
    return { ok: true, json: answer, text: `Token ${id} is revoked and no longer valid.` };
  };
}
