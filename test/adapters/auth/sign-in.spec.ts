import { attemptLimits } from '../../../src/adapters/auth/attempts';
import { oneTimeLinks } from '../../../src/adapters/auth/one-time-links';
import { PasswordStore } from '../../../src/adapters/auth/password-store';
import { SessionStore } from '../../../src/adapters/auth/session-store';
import { memoryDocuments } from '../../../src/adapters/documents/memory.documents';
import { day, plus } from '../../../src/domain/kernel/instant';
import type { Actor } from '../../../src/domain/people/actor';
import type { Document } from '../../../src/projections/kernel/documents.port';
import { id, noon } from '../../dsl/world';

const ada: Actor = { user: id(1), organisation: id(2), organisationKind: 'customer', teams: [], permissions: new Set() };

function stage() {
  const documents = memoryDocuments();
  const clock = { at: noon, now: () => clock.at };
  const active = new Set([ada.user]);
  let last = 100;
  const ids = { next: () => id((last += 1)) };
  const actors = (user: string) => Promise.resolve(active.has(user) ? { ...ada, user } : null);
  return { documents, clock, active, parts: { documents, clock, ids, actors } };
}

describe('sessions', () => {
  it('are opened by a secret that is not stored', async () => {
    const { documents, parts } = stage();
    const sessions = await SessionStore.open(parts);
    const { secret, session } = await sessions.create(ada.user, 'Firefox');
    expect(await sessions.authenticate(secret)).toEqual({ actor: ada, session });
    const { items } = await documents.find<Document>('sessions', { where: [], limit: 10 });
    expect(JSON.stringify(items)).not.toContain(secret.slice(4));
    expect(await sessions.authenticate('dks_unknown')).toBeNull();
  });

  it('are invalid once ended, even with the cookie', async () => {
    const sessions = await SessionStore.open(stage().parts);
    const { secret, session } = await sessions.create(ada.user, 'Firefox');
    expect([await sessions.end(id(9), session.id), await sessions.end(ada.user, session.id)]).toEqual([false, true]);
    expect([await sessions.authenticate(secret), await sessions.end(ada.user, session.id)]).toEqual([null, false]);
    expect(await sessions.list(ada.user)).toEqual([]);
  });

  it('notify listeners of each session that this process ends', async () => {
    const sessions = await SessionStore.open(stage().parts);
    const ended: string[] = [];
    sessions.onEnd((session) => ended.push(session));
    const [one, other, kept] = [
      await sessions.create(ada.user, 'a'),
      await sessions.create(ada.user, 'b'),
      await sessions.create(ada.user, 'c'),
    ];
    await sessions.end(ada.user, one.session.id);
    await sessions.endOthers(ada.user, kept.session.id);
    expect(ended).toEqual([one.session.id, other.session.id]);
  });

  it('expire after an idle week, or after a month', async () => {
    const { clock, parts } = stage();
    const sessions = await SessionStore.open(parts);
    const { secret } = await sessions.create(ada.user, 'Firefox');
    for (let days = 6; days < 30; days += 6) {
      clock.at = plus(noon, days * day);
      expect(await sessions.authenticate(secret)).not.toBeNull();
    }
    clock.at = plus(noon, 30 * day);
    expect(await sessions.authenticate(secret)).toBeNull();
    const { secret: resting } = await sessions.create(ada.user, 'Firefox');
    clock.at = plus(clock.at, 7 * day);
    expect(await sessions.authenticate(resting)).toBeNull();
  });

  it('are invalid while their user is not active', async () => {
    const { active, parts } = stage();
    const sessions = await SessionStore.open(parts);
    const { secret } = await sessions.create(ada.user, 'Firefox');
    active.clear();
    expect(await sessions.authenticate(secret)).toBeNull();
  });

  it('can all be ended but one', async () => {
    const sessions = await SessionStore.open(stage().parts);
    const kept = await sessions.create(ada.user, 'here');
    const others = [await sessions.create(ada.user, 'there'), await sessions.create(ada.user, 'elsewhere')];
    await sessions.endOthers(ada.user, kept.session.id);
    expect(await Promise.all(others.map(({ secret }) => sessions.authenticate(secret)))).toEqual([null, null]);
    expect((await sessions.list(ada.user)).map(({ device }) => device)).toEqual(['here']);
  });
});

describe('passwords', () => {
  it('are stored as Argon2id hashes, and match in any Unicode composition', async () => {
    const { documents, parts } = stage();
    const passwords = await PasswordStore.open(parts);
    expect(await passwords.exist()).toBe(false);
    await passwords.set(ada.user, 'naïve horses 7', 'ada@example.org');
    expect(await passwords.exist()).toBe(true);
    const stored = await documents.get<Document & { hash: string }>('passwords', ada.user);
    expect(stored?.hash).toMatch(/^\$argon2id\$v=19\$m=19456,t=2,p=1\$/);
    expect(await passwords.matches(ada.user, 'naïve horses 7'.normalize('NFD'))).toBe(true);
    expect(await passwords.matches(ada.user, 'naive horses 7')).toBe(false);
    expect(await passwords.matches(null, 'a password that nobody has')).toBe(false);
    expect(await passwords.matches(ada.user, 'x'.repeat(100_000))).toBe(false);
  });

  it.each(['short', 'aaaaaaaaaaaaaa', 'Ada.Long@example.org', 'x'.repeat(201)])('are not taken: %s', async (password) => {
    const passwords = await PasswordStore.open(stage().parts);
    await expect(passwords.set(ada.user, password, 'ada.long@example.org')).rejects.toMatchObject({ code: 'invalid' });
  });
});

describe('failed attempts', () => {
  it('are free at first, then double the delay, so a thousand guesses take more than a week', () => {
    const { clock } = stage();
    const attempts = attemptLimits(clock);
    const waits = Array.from({ length: 1000 }, () => {
      const wait = attempts.waitFor('ada', '10.0.0.1');
      clock.at = plus(clock.at, wait * 1000);
      expect(attempts.waitFor('ada', '10.0.0.1')).toBe(0);
      attempts.failed('ada', '10.0.0.1');
      return wait;
    });
    expect(waits.slice(0, 8)).toEqual([0, 0, 0, 0, 1, 2, 4, 8]);
    expect(waits.reduce((sum, wait) => sum + wait, 0)).toBeGreaterThan(7 * 86_400);
  });

  it('on many accounts from one address delay that address only', () => {
    const { clock } = stage();
    const attempts = attemptLimits(clock);
    for (let at = 0; at < 30; at += 1) attempts.failed(`account ${at}`, '10.0.0.1');
    expect(attempts.waitFor('ada', '10.0.0.1')).toBeGreaterThan(60);
    expect(attempts.waitFor('ada', '10.0.0.2')).toBe(0);
  });

  it('are forgotten after a success', () => {
    const attempts = attemptLimits(stage().clock);
    for (let at = 0; at < 10; at += 1) attempts.failed('ada', '10.0.0.1');
    expect(attempts.waitFor('ada', '10.0.0.1')).toBeGreaterThan(0);
    attempts.succeeded('ada');
    expect(attempts.waitFor('ada', '10.0.0.1')).toBe(0);
  });
});

describe('one-time links', () => {
  it('work once, and never after they expired or were replaced', async () => {
    const { clock, parts } = stage();
    const links = await oneTimeLinks(parts);
    const first = await links.create(ada.user, 'set-up');
    const second = await links.create(ada.user, 'set-up');
    expect(await links.find(first)).toBeNull();
    expect(await links.find(second)).toEqual({ user: ada.user, purpose: 'set-up' });
    expect([await links.use(second), await links.use(second)]).toEqual([true, false]);
    const third = await links.create(ada.user, 'set-up');
    clock.at = plus(noon, 7 * day);
    expect([await links.find(third), await links.use(third)]).toEqual([null, false]);
  });
});
