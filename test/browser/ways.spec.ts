import { opensIssue } from '../dsl/opening';
import { people } from '../dsl/desk-people';
import { describeInBrowser, stage, Visitor } from '../dsl/visitor';

// The same desk by other ways: a phone, the keyboard alone, without scripts, in Turkish, for somebody on the telephone, and two at once.

describeInBrowser('the desk', () => {
  it('opens a ticket for a caller as its requester (S4.62)', async () => {
    const carl = await Visitor.signedIn(people.carl);
    await opensIssue(carl, 'Caller: sauna panel shows E3', { requester: 'Nuala Byrne' });
    await carl.goes(`/tickets/${carl.number}/contact`);
    await carl.sees('Nuala Byrne', 'Carl Nyström');
    const ada = await Visitor.signedIn(people.ada);
    await ada.goes(`/tickets/${carl.number}`);
    await ada.sees('Caller: sauna panel shows E3');
  });

  it('keeps input while another user assigns the same ticket', async () => {
    const [anja, dieter] = [await Visitor.signedIn(people.anja), await Visitor.signedIn(people.dieter)];
    const at = await opensIssue(anja, 'Two hands on one lift display');
    await dieter.goes(at);
    await anja.types('form.composer textarea', 'I have ordered the part.');
    await dieter.acts('assign', { technician: 'Tomáš Dvořák' });
    await anja.sees('Dieter Maas assigned Tomáš Dvořák');
    expect(await anja.says(`document.querySelector('form.composer textarea').value`)).toBe('I have ordered the part.');
  });

  it('tells a customer with an open page when handling of their ticket starts (S2.10, S2.9)', async () => {
    const [ben, dieter] = [await Visitor.signedIn(people.ben), await Visitor.signedIn(people.dieter)];
    const at = await opensIssue(ben, 'Waiting for a first sign');
    const taken = `[...document.querySelectorAll('dl.times dt')].find((one) => one.innerText === 'Taken in handling')?.nextElementSibling`;
    expect(await ben.says(`${taken}.querySelector('time')`)).toBeNull();
    await dieter.goes(at);
    await dieter.acts('assign', { technician: 'Tomáš Dvořák' });
    const tomas = await Visitor.signedIn(people.tomas);
    await tomas.goes(at);
    await tomas.acts('start-work');
    await ben.waits(`${taken}.querySelector('time') !== null`, 'the time of being taken in handling');
    await tomas.goes(at);
    const read = `${taken}.querySelector('time').dateTime`;
    expect(await ben.says(read)).toBe(await tomas.says(read));
  });

  it('works on a phone of 375 px without horizontal scrolling', async () => {
    const ben = await Visitor.signedIn(people.ben, { width: 375, height: 740 });
    const at = await opensIssue(ben, 'Minibar display is upside down');
    const isNarrow = 'document.documentElement.scrollWidth <= innerWidth';
    for (const path of ['/', '/tickets?scope=all', at, `${at}/overview`, '/tickets/new', '/account']) {
      await ben.goes(path);
      expect([path, await ben.says(isNarrow)]).toEqual([path, true]);
    }
    const dieter = await Visitor.signedIn(people.dieter, { width: 375, height: 740 });
    await dieter.goes(at);
    await dieter.acts('assign', { technician: 'Tessa Okafor' });
    await dieter.sees('Assigned');
    expect([ben.troubles, dieter.troubles]).toEqual([[], []]);
  });

  it('works by keyboard alone, from sign-in to a reply', async () => {
    const at = await opensIssue(await Visitor.signedIn(people.ben), 'Lift buttons light up twice');
    const dieter = await Visitor.stranger();
    const { keyboard } = dieter.page;
    await dieter.goes('/sign-in');
    await keyboard.type(people.dieter);
    await keyboard.press('Tab');
    await keyboard.type(stage?.password ?? '');
    await keyboard.press('Enter');
    await dieter.waits(`location.pathname === '/'`);
    await keyboard.press('/');
    await keyboard.type(at.slice('/tickets/'.length));
    await keyboard.press('Enter');
    await dieter.sees('Lift buttons light up twice');
    await keyboard.press('s');
    await dieter.waits(`document.querySelector('dialog[open] [name=technician]') !== null`, 'the choice of technicians');
    await tabsTo(dieter, `document.activeElement.name === 'technician'`);
    await keyboard.press('Space');
    for (let presses = 0; presses < 20 && !(await dieter.says(isTomas)); presses += 1) await keyboard.press('ArrowDown');
    await tabsTo(dieter, `document.activeElement.matches('dialog button.primary')`);
    await keyboard.press('Enter');
    await dieter.sees('Dieter Maas assigned Tomáš Dvořák');
    await keyboard.press('r');
    await dieter.waits(`document.activeElement.matches('form.composer textarea')`);
    await keyboard.type('Tomáš comes at three.');
    await keyboard.down('Control');
    await keyboard.press('Enter');
    await keyboard.up('Control');
    await dieter.waits(`document.querySelector('#feed').innerText.includes('Tomáš comes at three.')`);
    expect(dieter.troubles).toEqual([]);
  });

  it('works without JavaScript', async () => {
    const ben = await Visitor.signedIn(people.ben, { scripts: false });
    const at = await opensIssue(ben, 'Hair dryer terminal is silent');
    const dieter = await Visitor.signedIn(people.dieter, { scripts: false });
    await dieter.goes('/tickets?scope=all');
    await dieter.sees('Hair dryer terminal is silent');
    await dieter.goes(at);
    await dieter.acts('assign', { technician: 'Tomáš Dvořák' });
    await dieter.sees('Dieter Maas assigned Tomáš Dvořák');
    await ben.goes(at);
    await ben.fills({ body: 'Thank you for the quick answer.' }, 'form.composer');
    await ben.sends('/do/reply');
    await ben.sees('Thank you for the quick answer.');
  });

  it('is in Turkish from the first page to closing a ticket', async () => {
    const looks = { language: 'tr' };
    const gizem = await Visitor.signedIn(people.gizem, looks);
    const at = await opensIssue(gizem, 'Sıramatik fiş vermiyor');
    expect(await gizem.says('document.documentElement.lang')).toBe('tr');
    const zeynep = await Visitor.signedIn(people.zeynep, looks);
    await zeynep.goes(at);
    await zeynep.acts('assign', { technician: 'İsmail Tekin' });
    await zeynep.sees('İsmail Tekin');
    const ismail = await Visitor.signedIn('ismail@bogazici.example', looks);
    await ismail.goes(at);
    await ismail.acts('start-work');
    await ismail.acts('close', { summary: 'Fiş veriyor.', solution: 'Kâğıt rulosu ters takılmış, düzeltildi.' });
    await gizem.goes(at);
    await gizem.sees('Fiş veriyor.');
    await gizem.seesNot('Close', 'Resolved', 'Assigned');
  });
});

const isTomas = `document.activeElement.checked && document.activeElement.closest('label').innerText.includes('Tomáš')`;

/** With the Tab key, as often as it takes. */
async function tabsTo(visitor: Visitor, isThere: string): Promise<void> {
  for (let presses = 0; presses < 40; presses += 1) {
    if ((await visitor.says(isThere)) === true) return;
    await visitor.page.keyboard.press('Tab');
  }
  throw new Error(`forty times Tab did not reach ${isThere}`);
}
