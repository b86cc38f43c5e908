import { attemptLimits } from '../../../../src/adapters/auth/attempts';
import { oneTimeLinks } from '../../../../src/adapters/auth/one-time-links';
import { PasswordStore } from '../../../../src/adapters/auth/password-store';
import { passwordWishes } from '../../../../src/adapters/auth/password-wishes';
import { SessionStore } from '../../../../src/adapters/auth/session-store';
import type { SignInParts } from '../../../../src/adapters/auth/sign-in.port';
import { SignInDesk } from '../../../../src/adapters/desk/access/sign-in-desk';
import type { UserDesk } from '../../../../src/adapters/desk/people/user-desk';
import { memoryDocuments } from '../../../../src/adapters/documents/memory.documents';
import type { Documents } from '../../../../src/projections/kernel/documents.port';
import { DomainError } from '../../../../src/domain/kernel/errors';
import type { Actor } from '../../../../src/domain/people/actor';
import { countedIds, stoppedClock } from '../../../dsl/command-side';
import { id } from '../../../dsl/world';

const root: Actor = { user: id(1), organisation: id(2), organisationKind: 'admin', teams: [], permissions: new Set() };
const taken = 'taken@example.org';

/** Passwords that cannot be stored the first time, as on a full disk. */
function failingOnce(documents: Documents): Documents {
  let isFull = true;
  return {
    ...documents,
    write: (writes, options) => {
      const fails = isFull && writes.some(({ collection }) => collection === 'passwords');
      if (!fails) return documents.write(writes, options);
      isFull = false;
      return Promise.reject(new Error('the disk is full'));
    },
  };
}

async function stage(documents: Documents = memoryDocuments()) {
  const parts = { documents, clock: stoppedClock(), ids: countedIds(100) };
  const actorOf = () => Promise.resolve(root);
  const access: SignInParts = {
    sessions: await SessionStore.open({ ...parts, actors: actorOf }),
    passwords: await PasswordStore.open(parts),
    links: await oneTimeLinks(parts),
    wishes: await passwordWishes(parts),
    attempts: attemptLimits(parts.clock),
    ...{ userOf: () => Promise.resolve(root.user), actorOf },
  };
  const names: unknown[] = [];
  const accounts = {
    act: (_: unknown, { body }: { readonly body: unknown }): ReturnType<UserDesk['act']> => {
      if (JSON.stringify(body).includes(taken)) throw new DomainError('already-exists', 'Somebody has this address.');
      names.push(body);
      return Promise.resolve({} as Awaited<ReturnType<UserDesk['act']>>);
    },
  };
  const desk = new SignInDesk(access, accounts, { record: () => undefined });
  return { desk, access, names, secret: await access.links.create(root.user, 'set-up') };
}

const someone = (name: string) => ({ name, email: `${name}@example.org`, password: `${name} likes tall birches` });

describe('the set-up link', () => {
  it('creates one administrator from two concurrent uses, and refuses the other', async () => {
    const { desk, access, names, secret } = await stage();
    const sessions = await Promise.all(['aino', 'eve'].map((name) => desk.setUp(secret, someone(name), 'Firefox')));
    expect(sessions.filter((session) => session !== null)).toHaveLength(1);
    const winner = sessions[0] === null ? 'eve' : 'aino';
    expect(names).toEqual([{ name: winner, email: `${winner}@example.org` }]);
    const matches = (name: string) => access.passwords.matches(root.user, someone(name).password);
    expect([await matches(winner), await matches(winner === 'aino' ? 'eve' : 'aino')]).toEqual([true, false]);
    expect(await desk.isSetUp()).toBe(true);
  });

  it('still works after invalid input', async () => {
    const { desk, access, secret } = await stage();
    await expect(desk.setUp(secret, { ...someone('aino'), password: 'short' }, '')).rejects.toMatchObject({ code: 'invalid' });
    await expect(desk.setUp(secret, { ...someone('aino'), email: taken }, '')).rejects.toMatchObject({ code: 'already-exists' });
    expect(await access.passwords.exist()).toBe(false);
    expect(await desk.setUp(secret, someone('aino'), '')).not.toBeNull();
    expect(await desk.setUp(secret, someone('eve'), '')).toBeNull();
  });

  it('still works after the password could not be stored', async () => {
    const { desk, access, secret } = await stage(failingOnce(memoryDocuments()));
    await expect(desk.setUp(secret, someone('aino'), '')).rejects.toThrow('the disk is full');
    expect(await desk.isSetUp()).toBe(false);
    expect(await desk.setUp(secret, someone('aino'), '')).not.toBeNull();
    expect(await access.passwords.matches(root.user, someone('aino').password)).toBe(true);
  });
});
