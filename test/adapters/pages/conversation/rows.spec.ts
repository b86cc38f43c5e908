import { leavesOf } from '../../../../src/adapters/pages/forms/leaves';
import { bodyOf, rowsTyped, typedIn } from '../../../../src/adapters/pages/forms/sent-values';
import { ticketVerbs } from '../../../../src/adapters/desk/tickets/ticket-desk';

const { fields } = ticketVerbs.forms.ListAffectedItems;
const shown = (...entries: readonly (readonly [string, string])[]) =>
  leavesOf(fields, '', rowsTyped(typedIn(entries))).flatMap(({ path, row }) =>
    row?.opens === true ? [`${path} ${row.number}`] : [],
  );

describe('a list of things in a form', () => {
  it('shows one row at first, later the filled ones, and one more on request (S1.11)', () => {
    expect(shown()).toEqual(['items.0.kind 1']);
    expect(shown(['items.0.reference', 'SO-1'], ['items.1.reference', 'SO-2'])).toEqual(['items.0.kind 1', 'items.1.kind 2']);
    expect(shown(['items.0.reference', 'SO-1'], ['again', 'items'])).toEqual(['items.0.kind 1', 'items.1.kind 2']);
  });

  it('accepts every row that a script added, and ignores empty and invalid ones', () => {
    const typed = typedIn([
      ['items.0.reference', ''],
      ['items.7.kind', 'order'],
      ['items.7.reference', 'SO-7'],
      ['items.x.reference', ''],
    ]);
    expect(bodyOf(fields, { typed, zone: 'UTC' })).toEqual({ items: [{ kind: 'order', reference: 'SO-7' }] });
    expect(shown(['items.9999.reference', 'x'], ['items.x.reference', 'y'])).toEqual(['items.0.kind 1']);
  });
});
