import { opensIssue } from '../dsl/opening';
import { people } from '../dsl/desk-people';
import { describeInBrowser, stage, Visitor } from '../dsl/visitor';

// What goes wrong before a browser: hasty fingers, lost connections, ended sessions, wrong clocks, and texts that nobody expects.

const reply = 'form.composer';
const times = (text: string): string => `document.querySelector('#feed').innerText.split(${JSON.stringify(text)}).length - 1`;
const isNarrow = 'document.documentElement.scrollWidth <= innerWidth';

describeInBrowser('a mishap', () => {
  it('a double click records once (rule 6)', async () => {
    const anja = await Visitor.signedIn(people.anja);
    const at = await opensIssue(anja, 'Clicked in a hurry');
    await anja.types(`${reply} textarea`, 'Once is enough.');
    const button = await anja.page.$(`${reply} button.primary`);
    await button?.click({ count: 2 });
    await anja.waits(`${times('Once is enough.')} > 0`);
    await anja.goes(at);
    expect(await anja.says(times('Once is enough.'))).toBe(1);
  });

  it('what was sent is not put into the next form, and what was not is restored whole and announced', async () => {
    const anja = await Visitor.signedIn(people.anja);
    await anja.goes('/contacts/new');
    await anja.types('#name', 'Carla One');
    await anja.types('#phones', '+358 40 1');
    await anja.goes('/contacts/new');
    expect(await anja.says(`['name', 'phones'].map((id) => document.getElementById(id).value)`)).toEqual([
      'Carla One',
      '+358 40 1',
    ]);
    await anja.sees('Draft restored');
    await anja.sends('/contacts/new');
    await anja.goes('/contacts/new');
    expect(await anja.says(`['name', 'phones'].map((id) => document.getElementById(id).value)`)).toEqual(['', '']);
    expect(await anja.says(`Object.keys(localStorage).filter((key) => key.includes('contact:new')).length`)).toBe(0);
  });

  it('a file over the limit says so before it is sent, and why the form is held back', async () => {
    const anja = await Visitor.signedIn(people.anja);
    const at = await opensIssue(anja, 'With a long film');
    await anja.says(`(() => {
      const input = document.querySelector('${reply} input[type=file]');
      const files = new DataTransfer();
      files.items.add(new File([new Uint8Array(27 * 1024 * 1024)], 'big.bin'));
      input.files = files.files;
      input.dispatchEvent(new Event('change', { bubbles: true }));
    })()`);
    await anja.sees('Larger than 25 MB.');
    await anja.types(`${reply} textarea`, 'See the film.');
    await anja.clicks(`${reply} button.primary`);
    await anja.sees('Nothing is sent yet');
    expect(await anja.says(`document.activeElement.textContent`)).toBe('Remove');
    await anja.presses('Remove');
    await anja.clicks(`${reply} button.primary`);
    await anja.waits(`${times('See the film.')} > 0`);
    expect(anja.path).toContain(at);
  });

  it('going back after sending a form shows it, and sends nothing again', async () => {
    const anja = await Visitor.signedIn(people.anja);
    const at = await opensIssue(anja, 'Back and forth');
    await anja.goes(`${at}/do/change-priority`);
    await anja.fills({ priority: 'High' }, 'form[action$="/do/change-priority"]');
    await anja.sends('/do/change-priority');
    await anja.page.goBack();
    await anja.page.goForward();
    await anja.goes(`${at}/activity`);
    expect(await anja.says(`document.querySelector('#feed').innerText.match(/High/g).length`)).toBe(1);
  });

  it('two tabs of one user show the same ticket, and one stays live when the other is closed', async () => {
    const [anja, ben] = [await Visitor.signedIn(people.anja), await Visitor.signedIn(people.ben)];
    const at = await opensIssue(ben, 'Seen in two tabs');
    const other = await anja.anotherTab();
    for (const tab of [anja, other]) await tab.goes(at);
    await anja.page.bringToFront();
    await anja.fills({ body: 'From the first tab.' }, reply);
    await anja.sends('/do/reply');
    await other.sees('From the first tab.');
    await anja.page.close();
    await ben.goes(at);
    await ben.fills({ body: 'Is anybody there?' }, reply);
    await ben.sends('/do/reply');
    await other.sees('Is anybody there?');
  });

  it('a session that expires while the user types keeps the input: they sign in above the page, and it is sent', async () => {
    const anja = await Visitor.entering(people.anja, stage?.password ?? '');
    const at = await opensIssue(anja, 'Half an hour of typing');
    await anja.types(`${reply} textarea`, 'A long and thoughtful answer.');
    const other = await anja.anotherTab();
    await other.goes('/account');
    await other.says(`document.querySelector('form[action="/sign-out"]').requestSubmit()`);
    await other.waits(`location.pathname === '/sign-in'`);
    await anja.page.bringToFront();
    await anja.clicks(`${reply} button.primary`);
    await anja.waits(`document.querySelector('#again-password') !== null`, 'the form to sign in');
    await anja.sees('It is still here.');
    await anja.types('#again-email', people.anja);
    await anja.types('#again-password', stage?.password ?? '');
    await anja.page.keyboard.press('Enter');
    await anja.waits(`${times('A long and thoughtful answer.')} === 1`, 'the answer');
    await anja.goes(at);
    expect(await anja.says(times('A long and thoughtful answer.'))).toBe(1);
  });

  it('a lost network while sending is reported, and sending again records it once', async () => {
    const anja = await Visitor.signedIn(people.anja);
    const at = await opensIssue(anja, 'Sent from the cellar');
    await anja.types(`${reply} textarea`, 'No signal down here.');
    await anja.page.setOfflineMode(true);
    await anja.clicks(`${reply} button.primary`);
    await anja.sees('Not sent: the desk cannot be reached.');
    expect(await anja.says(`document.querySelector('${reply} textarea').value`)).toBe('No signal down here.');
    await anja.page.setOfflineMode(false);
    await anja.presses('Send again');
    await anja.waits(`${times('No signal down here.')} === 1`, 'the answer');
    await anja.goes(at);
    expect([await anja.says(times('No signal down here.')), anja.troubles]).toEqual([1, []]);
  });

  it('input survives a crash of the browser', async () => {
    const anja = await Visitor.signedIn(people.anja);
    const at = await opensIssue(anja, 'Typed before the crash');
    await anja.types(`${reply} textarea`, 'Three paragraphs of it.');
    const after = await anja.anotherTab();
    await anja.page.close();
    await after.goes(at);
    expect(await after.says(`document.querySelector('${reply} textarea').value`)).toBe('Three paragraphs of it.');
    await after.sees('Draft restored');
  });

  it('a word of 120,000 characters is refused and kept, one of 20,000 is shown, and neither widens a page', async () => {
    const anja = await Visitor.signedIn(people.anja, { width: 375, height: 740 });
    const at = await opensIssue(anja, 'A long word');
    const types = (count: number) =>
      anja.says(`{ const field = document.querySelector('form[action$="/do/reply"] textarea');
        field.value = 'x'.repeat(${count}); field.dispatchEvent(new Event('input', { bubbles: true })); }`);
    await anja.goes(`${at}/do/reply`);
    await anja.fills({ audience: 'everyone' }, 'form[action$="/do/reply"]');
    await types(120_000);
    await anja.sends('/do/reply');
    await anja.waits(`document.querySelector('form[action$="/do/reply"] [aria-invalid=true]')?.value.length === 120_000`);
    expect(await anja.says(isNarrow)).toBe(true);
    await types(20_000);
    await anja.sends('/do/reply');
    await anja.goes(`${at}/activity`);
    await anja.waits(`${times('xxxxxxxxxx')} > 100`);
    expect(await anja.says(isNarrow)).toBe(true);
  });

  it('right-to-left texts keep their direction, and do not affect their surroundings', async () => {
    const anja = await Visitor.signedIn(people.anja);
    const title = 'المصعد \u202eלא עובד';
    const at = await opensIssue(anja, title);
    await anja.fills({ body: 'שלום, הטכנאי בדרך.' }, reply);
    await anja.sends('/do/reply');
    const direction = `getComputedStyle([...document.querySelectorAll('#feed .prose')].find((one) => one.innerText.includes('שלום'))).direction`;
    expect(await anja.says(direction)).toBe('rtl');
    expect(await anja.says('getComputedStyle(document.documentElement).direction')).toBe('ltr');
    for (const path of [at, '/tickets?scope=all&sort=-opened', `/find?q=${encodeURIComponent('المصعد')}`]) {
      await anja.goes(path);
      expect([path, await anja.says(isNarrow)]).toEqual([path, true]);
    }
  });

  it('a browser whose clock is a day off opens tickets of now, and reads the same times as everybody', async () => {
    const day = 86_400_000;
    const anja = await Visitor.signedIn(people.anja);
    const [early, late] = [await Visitor.signedIn(people.anja), await Visitor.signedIn(people.anja)];
    for (const [visitor, off] of [
      [early, -day],
      [late, day],
    ] as const)
      await visitor.page.evaluateOnNewDocument(clockOff(off));
    const shown: unknown[] = [];
    for (const visitor of [early, late]) {
      const at = await opensIssue(visitor, 'Opened at another time');
      await anja.goes(at);
      const opened = String(await anja.says(`document.querySelector('#feed time, main time').dateTime`));
      expect(Math.abs(Date.now() - Date.parse(opened))).toBeLessThan(day / 4);
      await visitor.goes('/tickets?scope=all&state=closed');
      shown.push(await visitor.says(`[...document.querySelectorAll('main time')].map((one) => one.innerText)`));
      expect(visitor.troubles).toEqual([]);
    }
    expect(shown[0]).toEqual(shown[1]);
  });
});

const clockOff = (millis: number): string => `{
  const Real = Date;
  window.Date = class extends Real {
    constructor(...args) { args.length === 0 ? super(Real.now() + ${millis}) : super(...args); }
    static now() { return Real.now() + ${millis}; }
  };
}`;
