import { opensIssue } from '../dsl/opening';
import { people } from '../dsl/desk-people';
import { describeInBrowser, Visitor } from '../dsl/visitor';

// Whose a ticket is: up past a level, back again, down to a service provider and recalled.

describeInBrowser('a ticket that is handed on', () => {
  it('goes up past the distributor; the partner can read it and nothing else, until it is returned (S4.18, S4.61)', async () => {
    const anja = await Visitor.signedIn(people.anja);
    const at = await opensIssue(await Visitor.signedIn(people.ben), 'Firmware freezes at midnight');
    await anja.goes(at);
    await anja.acts('forward', { to: 'Head Office', reason: 'Only the manufacturer has the sources.' });
    await anja.sees('Head Office');
    const offers = await anja.says(
      `[...document.querySelectorAll('main a[href*="/do/"]')].map((one) => one.href.split('/do/')[1])`,
    );
    expect(offers).toEqual([]);
    expect(await anja.goes(`${at}/do/assign`)).toBeLessThan(500);
    await anja.seesNot('Choose a technician');

    const nora = await Visitor.signedIn(people.nora);
    await nora.goes(at);
    await nora.acts('return', { reason: 'Fixed in version 5, please update it on site.' });
    await anja.goes(at);
    await anja.sees('Fixed in version 5, please update it on site.');
    await anja.opens('assign');
    expect([anja.troubles, nora.troubles]).toEqual([[], []]);
  });

  it('goes down to a service provider and is recalled by its principal', async () => {
    const marie = await Visitor.signedIn(people.marie);
    const at = await opensIssue(marie, 'Board needs measuring');
    await marie.acts('waive-gate', { gate: 'jurisdiction', reason: 'Covered by the framework contract.' });
    await marie.acts('forward', { to: 'Swift Bench Repairs', reason: 'For the bench.' });
    const sven = await Visitor.signedIn(people.sven);
    await sven.goes(at);
    await sven.acts('assign', { technician: 'Lucía Romero' });
    await sven.sees('assigned Lucía Romero');
    await marie.goes(at);
    await marie.acts('recall', { reason: 'We do it ourselves.' });
    await marie.sees('Harbour Service Partners');
    await sven.goes(at);
    await sven.seesNot('Assign a technician');
  });
});
