import { startBuilt, type Built } from '../dsl/built';
import { describeInBrowser, Visitor, type Values } from '../dsl/visitor';

const password = 'seven tall birches';
let desk: Built;

/** From the steps that the dashboard of an empty desk names. */
async function takes(visitor: Visitor, step: string, plural: string, values: Values): Promise<void> {
  await visitor.goes('/');
  await visitor.presses(step);
  await visitor.waits(`document.querySelector('form[action$="/${plural}/new"] button') !== null`, `the form of ${plural}`);
  await visitor.fills(values, `form[action$="/${plural}/new"]`);
  await visitor.sends(`/${plural}/new`);
}

/** Registers somebody with a role and answers the link to hand over. */
async function invites(visitor: Visitor, { role, ...values }: Values): Promise<string> {
  await visitor.goes('/users/new');
  await visitor.fills(values, 'form[action$="/users/new"]');
  await visitor.sends('/users/new');
  const link = new URL(String(await visitor.says(`document.querySelector('#link').value`))).pathname;
  await visitor.presses(`To ${values['name'] ?? ''}`);
  await visitor.waits(`/^\\/users\\/[0-9a-f-]{36}$/.test(location.pathname)`);
  await visitor.clicks('main a[href$="/do/grant-role"]');
  await visitor.fills({ role: role ?? '' }, 'form[action$="/do/grant-role"]');
  await visitor.sends('/do/grant-role');
  await visitor.sees(`by role: ${role ?? ''}`);
  return link;
}

async function enters(link: string): Promise<Visitor> {
  const visitor = await Visitor.stranger({ at: desk.url });
  await visitor.goes(link);
  await visitor.fills({ password, again: password }, 'main form');
  await visitor.clicks('main form button.primary');
  await visitor.waits(`location.pathname === '/'`, 'the dashboard');
  return visitor;
}

describeInBrowser('an empty desk in production', () => {
  beforeAll(async () => {
    desk = await startBuilt({ NODE_ENV: 'production' }, /It works once[^]*\n\s+(http\S+)\n/);
  });
  afterAll(() => desk.stop());

  it('is led from the one-time link to the first closed ticket without leaving the browser (S2.4, S4.62, S0.16, C22)', async () => {
    const setUp = new URL(/It works once[^]*?\n\s+(http\S+)\n/.exec(desk.said)?.[1] ?? '').pathname;
    const aino = await Visitor.stranger({ at: desk.url });
    await aino.goes(setUp);
    await aino.fills({ name: 'Aino Korhonen', email: 'aino@example.org', password, again: password }, 'main form');
    await aino.clicks('main form button.primary');
    await aino.sees('Set up your desk', 'Welcome, Aino Korhonen');

    await takes(aino, 'Add a partner', 'organisations', { name: 'Nordic Service' });
    await takes(aino, 'Add a customer', 'organisations', { name: 'Lahden Leipomo', parent: 'Nordic Service' });
    await takes(aino, 'Record a contact', 'contacts', { name: 'Jari Laine', phones: '+358 40 123 4567' });
    const links = [
      await invites(aino, {
        name: 'Pekka Virtanen',
        email: 'pekka@example.org',
        organisation: 'Nordic Service',
        role: 'Technician',
      }),
      await invites(aino, {
        name: 'Sari Niemi',
        email: 'sari@example.org',
        organisation: 'Nordic Service',
        role: 'Manager',
      }),
    ] as const;

    const sari = await enters(links[1]);
    const pekka = await enters(links[0]);
    await sari.goes('/tickets/new');
    const asked = { kind: 'issue', title: 'Oven stays cold', description: 'Since four o’clock.' };
    await sari.fills({ customer: 'Lahden Leipomo', requester: 'Jari Laine', ...asked }, 'main form');
    await sari.fills({ technician: 'Pekka Virtanen' }, 'main form');
    await sari.sends('/tickets/new');
    await sari.sees('Oven stays cold', 'Lahden Leipomo');
    const at = `/tickets/${sari.number}`;
    await pekka.goes(at);
    await pekka.acts('start-work');
    await pekka.acts('enter-solution', { solution: 'The fuse had blown.' });
    await sari.goes(at);
    await sari.acts('close', { summary: 'Warm again.' });
    await sari.sees('This ticket is closed.', 'Warm again.');

    const stranger = await Visitor.stranger({ at: desk.url });
    expect(await stranger.goes(setUp)).toBe(404);
    await aino.goes('/');
    await aino.seesNot('Set up your desk');
    expect([aino, sari, pekka].map(({ troubles }) => troubles)).toEqual([[], [], []]);
  });
});
