import { opensIssue } from '../dsl/opening';
import { people } from '../dsl/desk-people';
import { describeInBrowser, Visitor } from '../dsl/visitor';

describeInBrowser('tickets about the same thing', () => {
  it('are merged, three into one, and one is parted again (S4.41–S4.50)', async () => {
    const marie = await Visitor.signedIn(people.marie);
    const duplicates: string[] = [];
    for (const title of ['Mirror lamp hums', 'Mirror lamp is noisy', 'Lamp at the mirror buzzes'])
      duplicates.push((await opensIssue(marie, title)).slice('/tickets/'.length));
    const primary = await opensIssue(marie, 'Humming lamp at the mirror');
    for (const duplicate of duplicates) {
      await marie.goes(`/tickets/${duplicate}`);
      await marie.opens('merge-into');
      await marie.types('form[action$="/do/merge-into"] [name="q"]', primary.slice('/tickets/'.length));
      await marie.fills({ primary: primary.slice('/tickets/'.length) }, 'form[action$="/do/merge-into"]');
      await marie.sends('/do/merge-into');
      await marie.sees('Duplicate');
    }
    await marie.goes(`${primary}/merged`);
    await marie.sees(...duplicates);
    await marie.acts('unlink-duplicate', { duplicate: duplicates[0] ?? '' });
    await marie.goes(`${primary}/merged`);
    await marie.sees(duplicates[1] ?? '', duplicates[2] ?? '');
    await marie.seesNot(duplicates[0] ?? '');
    expect(marie.troubles).toEqual([]);
  });
});
