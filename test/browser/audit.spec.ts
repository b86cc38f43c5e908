import { opensIssue } from '../dsl/opening';
import { people } from '../dsl/desk-people';
import { describeInBrowser, Visitor } from '../dsl/visitor';

const asOf = (revision: number): string => `document.querySelector('[data-at]')?.textContent === '${revision}'`;
const then = `document.querySelector('#then').innerText.replace(/\\s+/g, ' ')`;

describeInBrowser('the audit of a ticket', () => {
  it('is replayed with the slider, fact by fact, and its chain is verified (S3.16, S4.65, rule 4)', async () => {
    const anja = await Visitor.signedIn(people.anja);
    const at = await opensIssue(anja, 'Sauna display counts backwards');
    await anja.acts('change-priority', { priority: 'High' });
    await anja.acts('revise-details', { title: 'Sauna display counts up again' });

    const otto = await Visitor.signedIn(people.otto);
    await otto.goes(`${at}/audit`);
    await otto.sees('Priority changed', 'Details corrected', 'Opened');
    await otto.page.focus('[data-replay] input[type=range]');
    await otto.page.keyboard.press('Home');
    await otto.waits(asOf(0), 'the slider at the first fact');
    await otto.waits(`${then}.includes('Sauna display counts backwards')`, 'the first title');
    expect(await otto.says(`${then}.includes('Moderate')`)).toBe(true);
    expect(otto.path).toBe(`${at}/audit?at=0`);
    const steps: string[] = [];
    const newest = Number(await otto.says(`document.querySelector('[data-replay] input[type=range]').max`));
    for (let revision = 1; revision <= newest; revision += 1) {
      await otto.clicks('[data-replay] [data-step="1"]');
      await otto.waits(`location.search === '?at=${revision}'`, `the ticket as of fact ${revision}`);
      steps.push(String(await otto.says(then)));
    }
    const raised = steps.findIndex((step) => step.includes('High'));
    const renamed = steps.findIndex((step) => step.includes('counts up again'));
    expect([raised >= 0, renamed > raised, steps[raised]?.includes('counts backwards')]).toEqual([true, true, true]);

    await otto.presses('Verify chain');
    await otto.sees('The record holds', `${newest + 1} facts: each content matches its hash`);
    expect([anja.troubles, otto.troubles]).toEqual([[], []]);
  });

  it('is hidden from users who may not read the log', async () => {
    const ben = await Visitor.signedIn(people.ben);
    const at = await opensIssue(ben, 'Corridor lamp blinks in a rhythm');
    expect(await ben.goes(`${at}/audit`)).toBe(403);
    expect(await (await Visitor.signedIn(people.sven)).goes(`${at}/audit`)).toBe(404);
  });
});
