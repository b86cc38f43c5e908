import { people, pictureFile } from '../dsl/desk-people';
import { describeInBrowser, Visitor } from '../dsl/visitor';

// The life of a ticket as those live it who have a part in it, each before a browser of their own.

describeInBrowser('a ticket, from a picture of a black screen to its reopening', () => {
  it('passes from the customer to the dispatcher, a technician who declines, one who solves it, the checker, and back (S1.14, S1.18, S1.21, S1.23, S1.26, S1.28, S1.29, S4.10, S4.15, S4.22, S4.25, S4.29, S4.31, S4.33, S4.36)', async () => {
    const [ben, dieter, tessa, tomas, kofi] = (await Promise.all(
      [people.ben, people.dieter, people.tessa, people.tomas, people.kofi].map((email) => Visitor.signedIn(email)),
    )) as [Visitor, Visitor, Visitor, Visitor, Visitor];
    await ben.goes('/tickets/new');
    await ben.fills(
      { kind: 'issue', title: 'Bar screen stays black', description: 'It went dark at noon.', files: pictureFile },
      'main form',
    );
    await ben.sends('/tickets/new');
    await ben.sees('Bar screen stays black');
    await ben.waits(`document.querySelector('main img[alt="black-screen.png"]')?.naturalWidth > 0`, 'the picture is shown');
    const at = `/tickets/${ben.number}`;

    await dieter.goes(at);
    await dieter.acts('assign', { technician: 'Tessa Okafor' });
    await dieter.sees('Dieter Maas assigned Tessa Okafor');

    await tessa.goes(at);
    await tessa.acts('decline', { reason: 'I am in Dublin until Friday.' });
    await dieter.goes(at);
    await dieter.acts('assign', { technician: 'Tomáš Dvořák' });

    await tomas.goes(at);
    await tomas.acts('accept');
    await tomas.acts('start-work');
    await tomas.fills({ audience: 'everyone', body: 'Is the lamp of the power supply on?' }, 'form.composer');
    await tomas.sends('/do/reply');
    await tomas.acts('change-sub-status', { waitingFor: 'customer' });
    await tomas.sees('Awaiting customer');

    await ben.goes(at);
    await ben.sees('Is the lamp of the power supply on?');
    await ben.seesNot('I am in Dublin until Friday.');
    await ben.fills({ body: 'No, it is dark.' }, 'form.composer');
    await ben.sends('/do/reply');

    await tomas.goes(at);
    await tomas.sees('No, it is dark.');
    await tomas.acts('change-sub-status', { waitingFor: '' });
    await tomas.acts('enter-solution', { solution: 'Power supply replaced.' });
    await tomas.sees('Being checked');

    await kofi.goes(at);
    await kofi.acts('close', { summary: 'The screen has a new power supply.' });
    await kofi.sees('Resolved');

    await ben.goes(at);
    await ben.sees('The screen has a new power supply.');
    await ben.opens('reopen');
    await ben.clicks('[data-yes]');
    await ben.fills({ reason: 'Dark again since this morning.' }, 'form[action$="/do/reopen"]');
    await ben.sends('/do/reopen');
    await ben.sees('Dark again since this morning.', 'Unassigned');
    for (const one of [ben, dieter, tessa, tomas, kofi]) expect(one.troubles).toEqual([]);
  });
});
