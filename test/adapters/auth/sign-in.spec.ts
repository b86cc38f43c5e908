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
  it('are entered by a secret that is stored nowhere', async () => {
    const { documents, parts } = stage();
    const sessions = await SessionStore.open(parts);
    const { secret, session } = await sessions.create(ada.user, 'Firefox');
    expect(await sessions.authenticate(secret)).toEqual({ actor: ada, session });
    const { items } = await documents.find<Document>('sessions', { where: [], limit: 10 });
    expect(JSON.stringify(items)).not.toContain(secret.slice(4));
    expect(await sessions.authenticate('dks_unknown')).toBeNull();
  });

  it('are over when they were ended, whoever still has the cookie', async () => {
    const sessions = await SessionStore.open(stage().parts);
    const { secret, session } = await sessions.create(ada.user, 'Firefox');
    expect([await sessions.end(id(9), session.id), await sessions.end(ada.user, session.id)]).toEqual([false, true]);
    expect([await sessions.authenticate(secret), await sessions.end(ada.user, session.id)]).toEqual([null, false]);
    expect(await sessions.list(ada.user)).toEqual([]);
  });

  it('tell whoever listens which of them this process ended', async () => {
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

  it('end after a week of rest, and after a month of use', async () => {
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

  it('let nobody in who is not active any more', async () => {
    const { active, parts } = stage();
    const sessions = await SessionStore.open(parts);
    const { secret } = await sessions.create(ada.user, 'Firefox');
    active.clear();
    expect(await sessions.authenticate(secret)).toBeNull();
  });

  it('end all but one', async () => {
    const sessions = await SessionStore.open(stage().parts);
    const kept = await sessions.create(ada.user, 'here');
    const others = [await sessions.create(ada.user, 'there'), await sessions.create(ada.user, 'elsewhere')];
    await sessions.endOthers(ada.user, kept.session.id);
    expect(await Promise.all(others.map(({ secret }) => sessions.authenticate(secret)))).toEqual([null, null]);
    expect((await sessions.list(ada.user)).map(({ device }) => device)).toEqual(['here']);
  });
});

describe('passwords', () => {
  it('are kept as Argon2id hashes, and match as they were typed, however their letters are composed', async () => {
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

describe('wrong tries', () => {
  it('cost nothing at first, then twice as long each time: a thousand guesses take more than a week', () => {
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

  it('of many accounts from one address make the address wait, and nobody elsewhere', () => {
    const { clock } = stage();
    const attempts = attemptLimits(clock);
    for (let at = 0; at < 30; at += 1) attempts.failed(`account ${at}`, '10.0.0.1');
    expect(attempts.waitFor('ada', '10.0.0.1')).toBeGreaterThan(60);
    expect(attempts.waitFor('ada', '10.0.0.2')).toBe(0);
  });

  it('are forgotten once one was right', () => {
    const attempts = attemptLimits(stage().clock);
    for (let at = 0; at < 10; at += 1) attempts.failed('ada', '10.0.0.1');
    expect(attempts.waitFor('ada', '10.0.0.1')).toBeGreaterThan(0);
    attempts.succeeded('ada');
    expect(attempts.waitFor('ada', '10.0.0.1')).toBe(0);
  });
});

describe('one-time links', () => {
  it('work once, and not at all when a newer one has taken their place or they are too old', async () => {
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
