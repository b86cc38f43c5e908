import fc from 'fast-check';
import { DomainError } from '../../src/domain/kernel/errors';
import type { Actor } from '../../src/domain/people/actor';
import { getDashboard } from '../../src/projections/reports/ask-reports';
import { dashboardNotes } from '../../src/projections/tickets/dashboard-notes';
import { dispatchQueue } from '../../src/projections/tickets/dispatch';
import { listTickets, unassignedList } from '../../src/projections/tickets/list-tickets';
import { as, people } from '../domain/ticket/desk';
import { anyHistory, play, type History } from '../domain/ticket/histories';
import { Chronicle, readModelsOf } from '../dsl/projecting';
import { id } from '../dsl/world';

/** Several tickets, each with a history of its own. */
function recorded(histories: readonly History[]): Chronicle {
  const log = new Chronicle();
  histories.forEach((history, n) => {
    for (const event of history.beginning) log.ticket(id(500 + n), event);
    for (const { events } of play(history))
      if (!(events instanceof DomainError)) for (const event of events) log.ticket(id(500 + n), event);
  });
  return log;
}

const dispatchers: readonly Actor[] = [
  as(people.agent),
  as(people.distributorsAgent),
  as(people.providersAgent),
  as(people.chief),
];
const others: readonly Actor[] = [
  as(people.customer),
  as(people.agent, ['ticket.assign']),
  as(people.technician, ['ticket.read-organisation']),
];

describe('what waits for a technician (S1.14, S4.1)', () => {
  it('is counted alike by the tile, its list and the dispatch board, after any histories', async () => {
    let waited = 0;
    await fc.assert(
      fc.asyncProperty(fc.array(anyHistory, { minLength: 1, maxLength: 4 }), async (histories) => {
        const models = await readModelsOf(recorded(histories).facts);
        for (const who of [...dispatchers, ...others]) {
          const { unassigned } = await getDashboard(models, who);
          const list = await listTickets(models, who, { tab: 'all', ...unassignedList(who), limit: 50 });
          expect(list.items.map(({ phase, assignee }) => [phase, assignee])).toEqual(list.items.map(() => [3, null]));
          expect(unassigned).toBe(list.items.length);
          const notes = await dashboardNotes(models, who, { now: '2026-11-30T00:00:00.000Z' });
          expect(notes.waitingSince === null).toBe(unassigned === 0);
          waited += unassigned;
        }
        for (const who of dispatchers) {
          const { unassigned } = await getDashboard(models, who);
          const board = await dispatchQueue(models, who, { limit: 50 });
          expect([board.count, board.items.length]).toEqual([unassigned, unassigned]);
          expect(new Set(board.items.map(({ handler }) => handler))).toEqual(new Set(unassigned === 0 ? [] : [who.organisation]));
        }
      }),
      { seed: 20261130, numRuns: 60 },
    );
    expect(waited).toBeGreaterThan(20);
  });
});
