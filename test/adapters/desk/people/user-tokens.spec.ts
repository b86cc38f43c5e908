import { TokenStore } from '../../../../src/adapters/auth/token-store';
import { UserTokens } from '../../../../src/adapters/desk/people/user-tokens';
import { memoryDocuments } from '../../../../src/adapters/documents/memory.documents';
import { loadActor } from '../../../../src/adapters/world/actor-loader';
import type { AggregateLoader } from '../../../../src/adapters/world/aggregate-loader.port';
import type { Actor } from '../../../../src/domain/people/actor';
import { organisation } from '../../../../src/domain/people/organisation';
import type { Permission } from '../../../../src/domain/people/permission';
import type { OrganisationKind } from '../../../../src/domain/people/views';
import { countedIds, stoppedClock } from '../../../dsl/command-side';
import { actor, id } from '../../../dsl/world';

const [root, partner, customer, rival] = [1, 2, 3, 4].map(id) as [string, string, string, string];
const [robot, leaver, stranger] = [id(10), id(11), id(12)];
const rights: readonly Permission[] = ['ticket.open', 'ticket.reply'];

const founded = (of: string, kind: OrganisationKind, parent: string | null) => {
  const data = { organisation: of, kind, name: kind, parent };
  const event = { type: 'OrganisationFounded', audience: 'everyone', data } as const;
  return { [`organisation-${of}`]: organisation.evolve(organisation.initial, event as never) };
};
const registered = (of: string, values: object = {}) => ({
  ...{ status: 'registered', organisation: of, login: true, suspended: false, missingApprovals: [], roles: [] },
  ...{ granted: rights, withdrawn: [], ...values },
});

/** States by stream, as folding would give them. */
const states: Readonly<Record<string, unknown>> = {
  ...founded(root, 'admin', null),
  ...founded(partner, 'partner', root),
  ...founded(customer, 'customer', partner),
  ...founded(rival, 'partner', root),
  [`user-${robot}`]: registered(customer, { id: robot }),
  [`user-${leaver}`]: registered(customer, { id: leaver, suspended: true }),
  [`user-${stranger}`]: registered(rival, { id: stranger }),
};

const admin = (of: string, organisationKind: OrganisationKind, permissions: readonly Permission[] = [...rights, 'user.manage']) =>
  actor({ user: id(90), organisation: of, organisationKind, permissions: new Set(permissions) });

async function desk() {
  const loader: AggregateLoader = {
    load: (aggregate, of) => Promise.resolve((states[`${aggregate.category}-${of}`] ?? aggregate.initial) as never),
  };
  const [clock, ids] = [stoppedClock(), countedIds()];
  const tokens = await TokenStore.open({
    ...{ documents: memoryDocuments(), clock, ids },
    actors: (user, scope) => loadActor(loader, user, scope),
  });
  return { tokens, desk: new UserTokens({ loader, tokens, clock, ids }) };
}

const wish = { label: 'Robot', scope: null };

describe('a token created for a managed user', () => {
  it.each<[string, Actor]>([
    ['their own administrator', admin(customer, 'customer')],
    ['one of the partner above', admin(partner, 'partner')],
    ['one of the root', admin(root, 'admin')],
  ])('signs the user in, when created by %s', async (_, asker) => {
    const { desk: users, tokens } = await desk();
    const { secret, scope } = await users.create(asker, robot, wish);
    expect(scope).toEqual(rights);
    expect(await tokens.authenticate(secret)).toMatchObject({ user: robot, permissions: new Set(rights), scoped: true });
    expect(await users.list(asker, robot)).toMatchObject([{ user: robot, label: 'Robot' }]);
    expect(JSON.stringify(await users.list(asker, robot))).not.toContain(secret);
  });

  it('has no more permissions than the user or its creator', async () => {
    const { desk: users, tokens } = await desk();
    const asker = admin(partner, 'partner', ['user.manage', 'ticket.reply', 'ticket.assign']);
    await expect(users.create(asker, robot, { ...wish, scope: ['ticket.assign'] })).rejects.toMatchObject({
      ...{ code: 'not-permitted', facts: { missing: ['ticket.assign'] } },
    });
    for (const scope of [null, ['ticket.open', 'ticket.reply'] as const])
      await expect(users.create(asker, robot, { ...wish, scope })).rejects.toMatchObject({
        ...{ code: 'not-permitted', facts: { missing: ['ticket.open'] } },
      });
    expect(await tokens.list(null)).toEqual([]);
    expect(await users.create(asker, robot, { ...wish, scope: ['ticket.reply'] })).toMatchObject({ scope: ['ticket.reply'] });
  });

  it.each<[string, Actor, string, string]>([
    ['the permission is missing', admin(customer, 'customer', rights), robot, 'not-permitted'],
    ['the user is out of reach', admin(rival, 'partner'), robot, 'unknown'],
    ['the user stands above', admin(customer, 'customer'), stranger, 'unknown'],
    ['there is no such user', admin(root, 'admin'), id(99), 'unknown'],
    ['the asker came with a token cut down', { ...admin(root, 'admin'), scoped: true }, robot, 'not-permitted'],
  ])('is refused to create, list and revoke where %s', async (_, asker, user, code) => {
    const { desk: users, tokens } = await desk();
    const { id: token } = await users.create(admin(root, 'admin'), robot, wish);
    await expect(users.create(asker, user, wish)).rejects.toMatchObject({ code });
    await expect(users.list(asker, user)).rejects.toMatchObject({ code });
    await expect(users.revoke(asker, user, token)).rejects.toMatchObject({ code });
    expect(await tokens.list(null)).toHaveLength(1);
  });

  it('is refused for a user who cannot sign in, whose tokens can still be listed and revoked', async () => {
    const { desk: users } = await desk();
    await expect(users.create(admin(root, 'admin'), leaver, wish)).rejects.toMatchObject({ code: 'invalid' });
    expect(await users.list(admin(root, 'admin'), leaver)).toEqual([]);
  });

  it('is invalid once revoked, and unknown under another user', async () => {
    const { desk: users, tokens } = await desk();
    const root = admin(id(1), 'admin');
    const { id: token, secret } = await users.create(root, robot, wish);
    await expect(users.revoke(root, leaver, token)).rejects.toMatchObject({ code: 'unknown' });
    await users.revoke(root, robot, token);
    expect(await tokens.authenticate(secret)).toBeNull();
    await expect(users.revoke(root, robot, token)).rejects.toMatchObject({ code: 'unknown' });
  });
});
