import { labelStore } from '../../../src/adapters/settings/label-store';
import { memoryDocuments } from '../../../src/adapters/documents/memory.documents';
import { labelGroups, labelProblem, translateWith } from '../../../src/adapters/pages/labels/label-keys';
import { site } from '../../../src/adapters/pages/rendering/site';
import { id } from '../../dsl/world';

const [partner, customer] = [id(1), id(2)];

describe("an organisation's own words (C27)", () => {
  it('replace the defaults in their language, for names only', () => {
    const t = translateWith('en', { 'layout.menu.tickets': 'Work orders', 'layout.skip': 'Never' });
    expect(t('layout.menu.tickets')).toBe('Work orders');
    expect(t('layout.skip')).toBe(site().words.in('en')('layout.skip'));
    expect(t('layout.menu.home')).toBe(site().words.in('en')('layout.menu.home'));
  });

  it('can be set for each phase, status, kind, part and menu entry', () => {
    expect(labelGroups.map(({ group }) => group)).toEqual(['menu', 'kinds', 'phases', 'statuses', 'parts']);
    expect(labelGroups.filter(({ keys }) => keys.length === 0)).toEqual([]);
    expect(labelGroups.find(({ group }) => group === 'phases')?.keys).toHaveLength(7);
    expect(labelGroups.flatMap(({ keys }) => keys).filter((key) => !site().words.has(key))).toEqual([]);
  });

  it.each([
    ['Work order', null],
    ['İş emri 🔧', null],
    ['x'.repeat(60), null],
    ['x'.repeat(61), 'long'],
    ['two\nlines', 'sign'],
    ['two\u2028lines', 'sign'],
  ])('%j: %s', (text, problem) => {
    expect(labelProblem(text)).toBe(problem);
  });

  it('are kept per organisation and language', async () => {
    const store = await labelStore(memoryDocuments());
    await store.set(partner, 'en', { 'layout.menu.tickets': 'Jobs' });
    await store.set(partner, 'fi', { 'layout.menu.tickets': 'Työt' });
    await store.set(partner, 'en', { 'layout.menu.home': 'Start' });
    expect(await store.of(partner)).toEqual({ en: { 'layout.menu.home': 'Start' }, fi: { 'layout.menu.tickets': 'Työt' } });
    expect(await store.of(customer)).toEqual({});
  });
});
