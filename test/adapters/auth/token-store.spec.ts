import { TokenStore } from '../../../src/adapters/auth/token-store';
import { memoryDocuments } from '../../../src/adapters/documents/memory.documents';
import { day, minute } from '../../../src/domain/kernel/instant';
import type { Actor } from '../../../src/domain/people/actor';
import type { Permission } from '../../../src/domain/people/permission';
import { countedIds, stoppedClock } from '../../dsl/command-side';
import type { Document } from '../../../src/projections/kernel/documents.port';
import { actor, id, noon } from '../../dsl/world';

const rights: readonly Permission[] = ['ticket.open', 'ticket.reply', 'token.manage'];
const ada = actor({ user: id(1), organisation: id(10), organisationKind: 'customer', permissions: new Set(rights) });
const bob = actor({ user: id(2), organisation: id(10), organisationKind: 'customer' });

async function desk(documents = memoryDocuments()) {
  const active = new Map<string, Actor>([ada, bob].map((one) => [one.user, one]));
  const clock = stoppedClock();
  const actors = (user: string, scope: readonly Permission[] | null): Promise<Actor | null> => {
    const one = active.get(user) ?? null;
    if (one === null || scope === null) return Promise.resolve(one);
    return Promise.resolve({ ...one, permissions: new Set(scope.filter((permission) => one.permissions.has(permission))) });
  };
  const tokens = await TokenStore.open({ documents, clock, ids: countedIds(), actors });
  return { tokens, clock, active, documents };
}

const wish = { label: 'Laptop', scope: null };

describe('a token', () => {
  it('signs its user in with all of their rights', async () => {
    const { tokens } = await desk();
    const { secret } = await tokens.create(ada, wish);
    expect(secret).toMatch(/^dkt_[\w-]{43}$/);
    expect(await tokens.authenticate(secret)).toBe(ada);
  });

  it('is returned once and stored as a hash', async () => {
    const { tokens, documents } = await desk();
    const { secret, ...info } = await tokens.create(ada, { ...wish, days: 7 });
    expect(info).toEqual({
      id: id(700_001),
      user: ada.user,
      label: 'Laptop',
      scope: null,
      createdAt: noon,
      expiresAt: '2026-11-30T12:00:00.000Z',
      lastUsedAt: null,
    });
    const stored = await documents.find('tokens', { where: [], sort: [{ field: 'createdAt' }], limit: 10 });
    expect(stored.items).toHaveLength(1);
    expect(JSON.stringify([stored, await tokens.list(null)])).not.toContain(secret.slice(4));
  });

  it.each(['', 'dkt_', 'Bearer x', `dkt_${'a'.repeat(43)}`, `dkt_${'ä'.repeat(43)}`, 'x'.repeat(500)])(
    'returns no user for %j',
    async (secret) => {
      const { tokens } = await desk();
      await tokens.create(ada, wish);
      expect(await tokens.authenticate(secret)).toBeNull();
    },
  );

  it('expires after its days, by default 90', async () => {
    const { tokens, clock } = await desk();
    const { secret } = await tokens.create(ada, wish);
    clock.pass(90 * day - 1);
    expect(await tokens.authenticate(secret)).not.toBeNull();
    clock.pass(1);
    expect(await tokens.authenticate(secret)).toBeNull();
  });

  it('is invalid while its user is not active', async () => {
    const { tokens, active } = await desk();
    const { secret } = await tokens.create(ada, wish);
    active.delete(ada.user);
    expect(await tokens.authenticate(secret)).toBeNull();
    active.set(ada.user, ada);
    expect(await tokens.authenticate(secret)).toBe(ada);
  });

  it('is rejected unless label, days and scope are valid', async () => {
    const { tokens } = await desk();
    await expect(tokens.create(ada, { ...wish, label: ' ' })).rejects.toMatchObject({ code: 'invalid' });
    await expect(tokens.create(ada, { ...wish, days: 0 })).rejects.toMatchObject({ code: 'invalid' });
    await expect(tokens.create(ada, { ...wish, days: 3651 })).rejects.toMatchObject({ code: 'invalid' });
    await expect(tokens.create(ada, { ...wish, scope: ['ticket.fly' as 'import'] })).rejects.toMatchObject({ code: 'invalid' });
    expect(await tokens.list(null)).toEqual([]);
  });
});

describe('the scope of a token', () => {
  it('limits the rights of its user', async () => {
    const { tokens } = await desk();
    const { secret } = await tokens.create(ada, { ...wish, scope: ['ticket.reply'] });
    expect([...((await tokens.authenticate(secret))?.permissions ?? [])]).toEqual(['ticket.reply']);
  });

  it('cannot contain a right that its creator lacks', async () => {
    const { tokens } = await desk();
    await expect(tokens.create(ada, { ...wish, scope: ['ticket.reply', 'import'] })).rejects.toMatchObject({
      code: 'not-permitted',
      facts: { missing: ['import'] },
    });
  });

  it('cannot be wider than the scope of the token that creates it', async () => {
    const { tokens } = await desk();
    const { secret } = await tokens.create(ada, { ...wish, scope: ['token.manage'] });
    const narrow = (await tokens.authenticate(secret)) as Actor;
    const child = await tokens.create(narrow, wish);
    expect(child.scope).toEqual(['token.manage']);
    expect([...((await tokens.authenticate(child.secret))?.permissions ?? [])]).toEqual(['token.manage']);
  });
});

describe('listing and revoking', () => {
  it("lists a user's own tokens, and all tokens for an operator, oldest first", async () => {
    const { tokens, clock } = await desk();
    await tokens.create(ada, { ...wish, label: 'first' });
    clock.pass(minute);
    await tokens.create(bob, { ...wish, label: 'second' });
    expect((await tokens.list(ada)).map(({ label }) => label)).toEqual(['first']);
    expect((await tokens.list(null)).map(({ label }) => label)).toEqual(['first', 'second']);
  });

  it('lists more than one page', async () => {
    const { tokens } = await desk();
    for (let i = 0; i < 401; i++) await tokens.create(ada, wish);
    expect(await tokens.list(ada)).toHaveLength(401);
  });

  it('invalidates a token at once, permanently, and removes it from the list', async () => {
    const { tokens } = await desk();
    const { secret, id: token } = await tokens.create(ada, wish);
    await tokens.authenticate(secret);
    expect(await tokens.revoke(ada, token)).toBe(true);
    expect(await tokens.authenticate(secret)).toBeNull();
    expect(await tokens.list(ada)).toEqual([]);
    expect(await tokens.revoke(ada, token)).toBe(false);
  });

  it('is limited to the owner and the operator', async () => {
    const { tokens } = await desk();
    const { secret, id: token } = await tokens.create(ada, wish);
    expect(await tokens.revoke(bob, token)).toBe(false);
    expect(await tokens.revoke(bob, id(99))).toBe(false);
    expect(await tokens.authenticate(secret)).toBe(ada);
    expect(await tokens.revoke(null, token)).toBe(true);
  });

  it('survives a restart', async () => {
    const { tokens, documents } = await desk();
    const kept = await tokens.create(ada, wish);
    const revoked = await tokens.create(ada, wish);
    await tokens.revoke(ada, revoked.id);
    const { tokens: later } = await desk(documents);
    expect(await later.authenticate(kept.secret)).toBe(ada);
    expect(await later.authenticate(revoked.secret)).toBeNull();
  });

  it('also affects a reader that is loading the token at that moment', async () => {
    const { tokens: earlier, documents } = await desk();
    const { secret, id: token } = await earlier.create(ada, wish);
    await earlier.authenticate(secret);
    const { tokens } = await desk(documents);
    const get = documents.get.bind(documents);
    documents.get = async <D extends Document>(...asked: Parameters<typeof get>) => {
      const read = await get<D>(...asked);
      await tokens.revoke(ada, token);
      return read;
    };
    await tokens.authenticate(secret);
    documents.get = get;
    expect(await tokens.authenticate(secret)).toBeNull();
  });

  it('is not undone by a use recorded at the same moment', async () => {
    const { tokens } = await desk();
    const { secret, id: token } = await tokens.create(ada, wish);
    await Promise.all([tokens.authenticate(secret), tokens.revoke(ada, token), tokens.authenticate(secret)]);
    expect(await tokens.authenticate(secret)).toBeNull();
    expect(await tokens.list(null)).toEqual([]);
  });
});

describe('the last use', () => {
  it('is accurate to five minutes', async () => {
    const { tokens, clock } = await desk();
    const { secret } = await tokens.create(ada, wish);
    await tokens.authenticate(secret);
    clock.pass(4 * minute);
    await tokens.authenticate(secret);
    expect((await tokens.list(ada))[0]?.lastUsedAt).toBe(noon);
    clock.pass(minute + 1);
    await tokens.authenticate(secret);
    expect((await tokens.list(ada))[0]?.lastUsedAt).toBe('2026-11-23T12:05:00.001Z');
  });

  it('does not prevent sign-in when it cannot be recorded', async () => {
    const documents = memoryDocuments();
    const { tokens } = await desk(documents);
    const { secret } = await tokens.create(ada, wish);
    documents.swap = () => Promise.reject(new Error('disk full'));
    expect(await tokens.authenticate(secret)).toBe(ada);
  });
});
