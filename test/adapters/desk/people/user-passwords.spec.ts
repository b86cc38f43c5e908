import { oneTimeLinks } from '../../../../src/adapters/auth/one-time-links';
import { PasswordStore } from '../../../../src/adapters/auth/password-store';
import { passwordWishes } from '../../../../src/adapters/auth/password-wishes';
import { UserPasswords } from '../../../../src/adapters/desk/people/user-passwords';
import { memoryDocuments } from '../../../../src/adapters/documents/memory.documents';
import type { AggregateLoader } from '../../../../src/adapters/world/aggregate-loader.port';
import { organisation } from '../../../../src/domain/people/organisation';
import type { Permission } from '../../../../src/domain/people/permission';
import type { OrganisationKind } from '../../../../src/domain/people/views';
import { countedIds, stoppedClock } from '../../../dsl/command-side';
import { actor, id } from '../../../dsl/world';

const [partner, customer, rival] = [2, 3, 4].map(id) as [string, string, string];
const [ben, leaver, stranger] = [id(10), id(11), id(12)];
const rights: readonly Permission[] = ['ticket.open', 'ticket.reply'];

const founded = (of: string, kind: OrganisationKind, parent: string | null) => {
  const data = { organisation: of, kind, name: kind, parent };
  const event = { type: 'OrganisationFounded', audience: 'everyone', data } as const;
  return { [`organisation-${of}`]: organisation.evolve(organisation.initial, event as never) };
};
const registered = (user: string, of: string, values: object = {}) => ({
  [`user-${user}`]: {
    ...{ status: 'registered', id: user, organisation: of, login: true, suspended: false, missingApprovals: [], roles: [] },
    ...{ granted: rights, withdrawn: [], ...values },
  },
});
const states: Readonly<Record<string, unknown>> = {
  ...founded(partner, 'partner', null),
  ...founded(customer, 'customer', partner),
  ...founded(rival, 'partner', null),
  ...registered(ben, customer),
  ...registered(leaver, customer, { suspended: true }),
  ...registered(stranger, rival),
};
const loader: AggregateLoader = {
  load: (aggregate, of) => Promise.resolve((states[`${aggregate.category}-${of}`] ?? aggregate.initial) as never),
};
const admin = (...held: readonly Permission[]) =>
  actor({ user: id(90), organisation: partner, organisationKind: 'partner', permissions: new Set(held) });

async function desk() {
  const [clock, ids, documents] = [stoppedClock(), countedIds(), memoryDocuments()];
  const signIn = {
    links: await oneTimeLinks({ documents, clock }),
    wishes: await passwordWishes({ documents, clock }),
    passwords: await PasswordStore.open({ documents, clock }),
  };
  return { signIn, desk: new UserPasswords({ loader, signIn, clock, ids }) };
}

describe('a link to set the password of a user', () => {
  it('is created by users who manage the user, and replaces an earlier link', async () => {
    const { desk: passwords, signIn } = await desk();
    const asker = admin(...rights, 'user.manage');
    await signIn.wishes.ask(ben);
    expect([...(await passwords.asked(asker, [ben, stranger])).keys()]).toEqual([ben]);
    const first = await passwords.link(asker, ben);
    expect(await passwords.asked(asker, [ben])).toEqual(new Map());
    const second = await passwords.link(asker, ben);
    expect([await signIn.links.find(first), await signIn.links.find(second)]).toEqual([null, { user: ben, purpose: 'password' }]);
    expect([await signIn.links.use(second), await signIn.links.use(second)]).toEqual([true, false]);
  });

  it.each([
    ['whoever does not manage users', admin(...rights), ben, 'not-permitted'],
    ['whoever holds less than the user', admin('ticket.open', 'user.manage'), ben, 'not-permitted'],
    ['somebody out of reach', admin(...rights, 'user.manage'), stranger, 'unknown'],
    ['somebody who cannot sign in', admin(...rights, 'user.manage'), leaver, 'invalid'],
  ])('is refused: %s', async (_, asker, user, code) => {
    await expect((await desk()).desk.link(asker, user)).rejects.toMatchObject({ code });
  });

  it('reveals neither requests nor passwords to users who may not create links', async () => {
    const { desk: passwords, signIn } = await desk();
    await signIn.wishes.ask(ben);
    await signIn.passwords.set(ben, 'seven tall birches', null);
    expect([await passwords.asked(admin('user.read'), [ben]), await passwords.exists(admin('user.read'), ben)]).toEqual([
      new Map(),
      null,
    ]);
    expect(await passwords.exists(admin('user.manage'), ben)).toBe(true);
  });
});
