import { people } from '../dsl/desk-people';
import { describeInBrowser, Visitor } from '../dsl/visitor';

const list = '/tickets?scope=all&state=all';
const numbersIn = (selector: string): string =>
  `[...document.querySelectorAll(${JSON.stringify(selector)})].map((link) => link.textContent.trim())`;

describeInBrowser('fifty tickets of a list', () => {
  it('are selected, changed at once, each with its result, and can be looked at one by one (S4.8, S4.63)', async () => {
    const marie = await Visitor.signedIn(people.marie);
    await marie.goes(list);
    await marie.clicks('[data-pick-all]');
    await marie.sees('50 selected');
    await marie.clicks('[data-bulk] button[value="change-priority"]');
    await marie.sees('Change the priority of 50 tickets', '50 selected tickets');
    const asked = (await marie.says(numbersIn('.bulk-tickets a.num'))) as readonly string[];
    const impossible = Number(await marie.says(`document.querySelectorAll('.bulk-tickets li > span.muted').length`));
    await marie.fills({ priority: 'Critical' }, 'form[action$="/change-priority"]');
    await marie.sends('/tickets/bulk/change-priority');

    const told = (await marie.says(numbersIn('.bulk-results a.num'))) as readonly string[];
    expect([asked.length, [...told].sort()]).toEqual([50, [...asked].sort()]);
    const why = (await marie.says(
      `[...document.querySelectorAll('.bulk-why')].map((one) => one.innerText)`,
    )) as readonly string[];
    expect([why.length, why.every((text) => text.length > 20)]).toEqual([impossible, true]);
    await marie.sees(`${50 - impossible} tickets are changed`);

    const changed = String(await marie.says(`document.querySelector('[aria-labelledby="bulk-did"] a.num').textContent`));
    await marie.presses('Back to the list');
    await marie.waits(`location.pathname + location.search === ${JSON.stringify(list)}`);
    await marie.goes(`/tickets/${changed}`);
    await marie.sees('Critical');
    expect(marie.troubles).toEqual([]);
  });
});
