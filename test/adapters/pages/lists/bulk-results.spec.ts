import { bulkActions } from '../../../../src/adapters/pages/lists/bulk-actions';
import { bulkResults } from '../../../../src/adapters/pages/lists/bulk-results';
import { questionIn } from '../../../../src/adapters/pages/lists/list-question';
import { site } from '../../../../src/adapters/pages/rendering/site';
import type { BulkResult } from '../../../../src/adapters/desk/tickets/bulk-desk';
import type { TicketLine } from '../../../../src/projections/tickets/list-tickets';

const line = (id: string, values: object): TicketLine =>
  ({ id, number: `CT-${id}`, title: id, phase: 4, subStatus: 'assigned', assignee: null, ...values }) as unknown as TicketLine;
const [assign] = bulkActions;

test('bulk assigning says from whom a ticket was taken and in which state, and nothing of the others (S4.5)', () => {
  const before = [
    line('1', { assignee: 'u-tessa', phase: 5, subStatus: 'inProgress' }),
    line('2', { phase: 3 }),
    line('3', { assignee: 'u-anja' }),
  ];
  const { view } = bulkResults({
    action: assign,
    selected: { lines: before, unknown: [], names: { 'u-tessa': 'Tessa Holm', 'u-anja': 'Anja Vogel' } },
    now: before.map((one) => ({ ...one, assignee: 'u-anja' })),
    results: before.map(({ id }) => ({ ticket: id, outcome: {} }) as unknown as BulkResult),
    question: questionIn({}).question,
    t: site().words.in('en'),
  }) as unknown as { readonly view: { readonly done: readonly { readonly taken: string | null }[] } };
  expect(view.done.map(({ taken }) => taken)).toEqual(['Taken from Tessa Holm. Before: In progress.', null, null]);
});
