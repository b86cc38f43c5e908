import { join } from 'node:path';
import { detailIn } from '../../../src/adapters/pages/access-log/details';
import { loadWords } from '../../../src/adapters/pages/rendering/words';
import type { ShownAccess } from '../../../src/adapters/desk/access-log/access-reader';
import { noPages, pageExamples } from '../../dsl/page-examples';
import { id, noon } from '../../dsl/world';

const t = loadWords(join(__dirname, '../../../src/adapters/pages')).in('en');
const entry = (values: Partial<ShownAccess>): ShownAccess => ({
  ...{ kind: 'audit-viewed', at: noon, user: id(1), organisation: id(2), hash: 'h', file: null, detail: null },
  ...{ ticketNumber: null, isAboutTicket: false, endedBy: null, token: null, address: null, device: null },
  ...values,
});
const told = (values: Partial<ShownAccess>) => detailIn(entry(values), { names: { [id(9)]: 'Ada' }, t });

describe('the details of an access log entry', () => {
  it('are words for every audit page, and never a path', () => {
    const routes = [...Object.keys(pageExamples), ...noPages].filter((route) => /^\/(audit|access-log)(\/|$)/.test(route));
    expect(routes.length).toBeGreaterThan(1);
    for (const detail of routes) expect([detail, told({ detail })]).not.toEqual([detail, t('access-log.place.other')]);
    expect(told({ detail: '/audit/of/tomorrow' })).toBe('A page of the audit');
  });

  it('are the number of removed entries, or the user who ended a session', () => {
    expect(told({ kind: 'entries-removed', detail: '1200' })).toBe('1200 entries');
    expect(told({ kind: 'signed-out', detail: `by ${id(9)}`, endedBy: id(9) })).toBe('Ended by Ada');
    expect(told({ kind: 'signed-out', detail: `by ${id(9)}` })).toBeNull();
  });
});
