import { mostPerUser } from '../../../../src/adapters/pages/live/live-hub';
import { othersHere } from '../../../../src/adapters/pages/live/presence';
import { topicsIn } from '../../../../src/adapters/pages/live/topics';
import { actor, id } from '../../../dsl/world';
import { until } from '../../../dsl/until';
import { ada, eve, fact, facets, liisa, partner, pekka, stage, stranger, ticket, watched } from './stage';

const changed = 'event: changed\ndata: {"ticket":"CT-000100","revision":5}\n\n';

describe('an open page', () => {
  it('is told that its ticket changed, without the change', async () => {
    const { join, tell, hub } = stage();
    const one = await join(liisa);
    await tell(fact());
    expect(one.heard()).toBe(changed);
    hub.beforeApplicationShutdown();
  });

  it('of a customer is not told about staff facts (S4.35)', async () => {
    const { join, tell, hub } = stage();
    const [one, staff] = [await join(ada, [watched], true), await join(liisa, [watched], true)];
    await tell(fact({ audience: 'staff' }));
    expect([one.heard(), staff.heard()]).toEqual(['', changed]);
    hub.beforeApplicationShutdown();
  });

  it('is closed silently when its reader loses access to the ticket', async () => {
    const { join, tell, hub } = stage();
    const one = await join(liisa);
    await tell(fact({ facets: { before: facets(), after: facets(stranger) } }));
    expect([one.heard(), one.isEnded()]).toEqual(['', true]);
    await tell(fact());
    expect(one.heard()).toBe('');
    hub.beforeApplicationShutdown();
  });

  it("is closed when its reader's permissions change, or when they may not sign in", async () => {
    const { join, tell, people, hub } = stage();
    const [one, other] = [await join(liisa), await join(pekka)];
    people.set(liisa.user, { ...liisa, permissions: new Set() });
    people.delete(pekka.user);
    await tell(fact());
    expect([one.isEnded(), other.isEnded(), one.heard() + other.heard()]).toEqual([true, true, '']);
    hub.beforeApplicationShutdown();
  });

  it('is closed with its own session only', async () => {
    const { join, endSession, hub } = stage();
    const [one, other] = [await join(liisa), await join(liisa)];
    endSession(one.session);
    expect([one.isEnded(), other.isEnded()]).toEqual([true, false]);
    hub.beforeApplicationShutdown();
  });

  it('with a list is told about visible tickets, also when one is handed to others (S4.6)', async () => {
    const { join, tell, hub } = stage();
    const [one, other] = [await join(liisa, [], true), await join(eve, [], true)];
    await tell(fact({ facets: { before: facets(), after: facets(stranger) } }));
    expect(one.heard()).toBe('event: list\ndata: {}\n\n');
    expect(other.heard()).toBe('event: list\ndata: {}\n\n');
    await tell(fact({ facets: { before: null, after: facets(partner, partner) } }));
    expect([one.heard().split('list').length, other.heard().split('list').length]).toEqual([3, 2]);
    hub.beforeApplicationShutdown();
  });

  it('of a primary is told about its visible duplicates (rule 3)', async () => {
    const { join, tell, hub } = stage();
    const one = await join(liisa, [{ ...watched, duplicates: [id(101), id(102)] }]);
    await tell(fact({ ticket: id(101) }), fact({ ticket: id(102), facets: { before: null, after: facets(stranger, stranger) } }));
    expect([one.heard(), one.isEnded()]).toEqual(['event: changed\ndata: {"ticket":"CT-000100"}\n\n', false]);
    hub.beforeApplicationShutdown();
  });

  it('costs one subscription, and one permission check per user, for any number of pages', async () => {
    const { join, tell, count, hub, listening } = stage();
    const people = Array.from({ length: 20 }, (_, at) => actor({ ...liisa, user: id(300 + at) }));
    const all = await Promise.all(people.flatMap((who) => Array.from({ length: 10 }, () => join(who))));
    await tell(fact());
    expect(all.map(({ heard }) => heard())).toEqual(all.map(() => changed));
    expect([all.length, count.subscriptions, count.actors]).toEqual([200, 1, 20]);
    for (const { listener } of all) hub.leave(listener);
    await until(() => listening() === 0);
    hub.beforeApplicationShutdown();
  });

  it('is refused beyond the limit per user, and when the server stops', async () => {
    const { join, hub } = stage();
    for (let at = 0; at < mostPerUser; at += 1) await join(liisa);
    expect([hub.hasRoom(liisa.user), hub.hasRoom(pekka.user)]).toEqual([false, true]);
    const last = await join(pekka);
    hub.beforeApplicationShutdown();
    expect([hub.hasRoom(pekka.user), last.isEnded()]).toEqual([false, true]);
  });
});

describe('presence', () => {
  const cleo = actor({ user: id(13), organisation: ada.organisation, organisationKind: 'customer' });

  it('shows staff to staff and customers to their own organisation only (S4.35)', () => {
    const present = [ada, cleo, eve, liisa, pekka, pekka];
    expect(othersHere(liisa, present)).toEqual([pekka.user]);
    expect(othersHere(ada, present)).toEqual([cleo.user]);
    expect(othersHere(eve, present)).toEqual([]);
  });

  it('is sent to permitted readers, and ends with the connection', async () => {
    const { join, hub } = stage();
    const [customer, one] = [await join(ada), await join(liisa)];
    await until(() => one.heard() !== '');
    const [before, other] = [customer.heard(), await join(pekka)];
    expect(hub.others(ticket, liisa)).toEqual([pekka.user]);
    const here = 'event: here\ndata: {"ticket":"CT-000100"}\n\n';
    await until(() => one.heard() === here + here);
    hub.leave(other.listener);
    await until(() => one.heard() === here + here + here);
    expect([hub.others(ticket, liisa), customer.heard()]).toEqual([[], before]);
    hub.beforeApplicationShutdown();
  });
});

describe('the URL of a connection', () => {
  it('has tickets with their drawn revisions, the oldest of several tabs, and ignores invalid values', () => {
    const ticket = ['CT-000001.7', 'CT-000001.5', 'PT-000002', '../x', 'CT-1.-1'];
    expect(topicsIn({ ticket, list: '1' })).toEqual({
      topics: [
        { number: 'CT-000001', revision: 5 },
        { number: 'PT-000002', revision: null },
      ],
      list: true,
    });
    expect(topicsIn({ ticket: { a: 1 } })).toEqual({ topics: [], list: false });
  });
});
