import { mostPerUser } from '../../../../src/adapters/pages/live/live-hub';
import { othersHere } from '../../../../src/adapters/pages/live/presence';
import { topicsIn } from '../../../../src/adapters/pages/live/topics';
import { actor, id } from '../../../dsl/world';
import { until } from '../../../dsl/until';
import { ada, eve, fact, facets, liisa, partner, pekka, stage, stranger, ticket, watched } from './stage';

const changed = 'event: changed\ndata: {"ticket":"CT-000100","revision":5}\n\n';

describe('a page that stays open', () => {
  it('hears that its ticket changed, and nothing of what changed', async () => {
    const { join, tell, hub } = stage();
    const one = await join(liisa);
    await tell(fact());
    expect(one.heard()).toBe(changed);
    hub.beforeApplicationShutdown();
  });

  it('hears nothing of what only staff may know when its reader is a customer (S4.35)', async () => {
    const { join, tell, hub } = stage();
    const [one, staff] = [await join(ada, [watched], true), await join(liisa, [watched], true)];
    await tell(fact({ audience: 'staff' }));
    expect([one.heard(), staff.heard()]).toEqual(['', changed]);
    hub.beforeApplicationShutdown();
  });

  it('ends without a word when the ticket goes where its reader may not follow', async () => {
    const { join, tell, hub } = stage();
    const one = await join(liisa);
    await tell(fact({ facets: { before: facets(), after: facets(stranger) } }));
    expect([one.heard(), one.isEnded()]).toEqual(['', true]);
    await tell(fact());
    expect(one.heard()).toBe('');
    hub.beforeApplicationShutdown();
  });

  it('ends when the rights of its reader change, and when they may not sign in any more', async () => {
    const { join, tell, people, hub } = stage();
    const [one, other] = [await join(liisa), await join(pekka)];
    people.set(liisa.user, { ...liisa, permissions: new Set() });
    people.delete(pekka.user);
    await tell(fact());
    expect([one.isEnded(), other.isEnded(), one.heard() + other.heard()]).toEqual([true, true, '']);
    hub.beforeApplicationShutdown();
  });

  it('ends with the session that it was opened in, and with no other', async () => {
    const { join, endSession, hub } = stage();
    const [one, other] = [await join(liisa), await join(liisa)];
    endSession(one.session);
    expect([one.isEnded(), other.isEnded()]).toEqual([true, false]);
    hub.beforeApplicationShutdown();
  });

  it('with a list hears of tickets that its reader may see, also when one is handed to others (S4.6)', async () => {
    const { join, tell, hub } = stage();
    const [one, other] = [await join(liisa, [], true), await join(eve, [], true)];
    await tell(fact({ facets: { before: facets(), after: facets(stranger) } }));
    expect(one.heard()).toBe('event: list\ndata: {}\n\n');
    expect(other.heard()).toBe('event: list\ndata: {}\n\n');
    await tell(fact({ facets: { before: null, after: facets(partner, partner) } }));
    expect([one.heard().split('list').length, other.heard().split('list').length]).toEqual([3, 2]);
    hub.beforeApplicationShutdown();
  });

  it('of a primary hears of its duplicates, as far as its reader may see them (rule 3)', async () => {
    const { join, tell, hub } = stage();
    const one = await join(liisa, [{ ...watched, duplicates: [id(101), id(102)] }]);
    await tell(fact({ ticket: id(101) }), fact({ ticket: id(102), facets: { before: null, after: facets(stranger, stranger) } }));
    expect([one.heard(), one.isEnded()]).toEqual(['event: changed\ndata: {"ticket":"CT-000100"}\n\n', false]);
    hub.beforeApplicationShutdown();
  });

  it('costs one look at the log and at the rights of each person, however many listen', async () => {
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

  it('finds no more room than one person needs, and none when the server stops', async () => {
    const { join, hub } = stage();
    for (let at = 0; at < mostPerUser; at += 1) await join(liisa);
    expect([hub.hasRoom(liisa.user), hub.hasRoom(pekka.user)]).toEqual([false, true]);
    const last = await join(pekka);
    hub.beforeApplicationShutdown();
    expect([hub.hasRoom(pekka.user), last.isEnded()]).toEqual([false, true]);
  });
});

describe('who is here', () => {
  const cleo = actor({ user: id(13), organisation: ada.organisation, organisationKind: 'customer' });

  it('staff see staff, customers their own organisation, and neither the other (S4.35)', () => {
    const present = [ada, cleo, eve, liisa, pekka, pekka];
    expect(othersHere(liisa, present)).toEqual([pekka.user]);
    expect(othersHere(ada, present)).toEqual([cleo.user]);
    expect(othersHere(eve, present)).toEqual([]);
  });

  it('is told to those who may know, and ends with the connection', async () => {
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

describe('the address of a connection', () => {
  it('names tickets with the revision that was drawn, the oldest where two tabs differ, and passes over nonsense', () => {
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
