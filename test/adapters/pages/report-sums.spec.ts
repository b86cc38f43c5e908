import fc from 'fast-check';
import { labelsFor } from '../../../src/adapters/pages/reports/labels';
import { reportQuestionIn } from '../../../src/adapters/pages/reports/period';
import { reportView } from '../../../src/adapters/pages/reports/report-view';
import { site } from '../../../src/adapters/pages/rendering/site';
import { channels, priorities, resolutions } from '../../../src/domain/ticket/ticket.events';
import { bucketing } from '../../../src/projections/reports/calendar';
import { Volume } from '../../../src/projections/reports/volume';
import type { TicketMeasures } from '../../../src/projections/tickets/ticket-measures';

const t = site().words.in('en');
const question = reportQuestionIn({ period: 'last30' }, { today: '2026-11-30', zone: 'UTC' });
const span = { first: '2026-11-01', last: '2026-11-30' };

const names = fc.constantFrom(...Array.from({ length: 16 }, (_, n) => `n${n}`));
const maybe = <Value>(value: fc.Arbitrary<Value>): fc.Arbitrary<Value | null> => fc.option(value, { freq: 2 });
const some = fc.option(names, { nil: undefined });
const at = fc.integer({ min: 1, max: 30 }).map((day) => `2026-11-${String(day).padStart(2, '0')}T10:00:00.000Z`);

/** Any mixture of closed and open, told and untold. */
const ticket: fc.Arbitrary<TicketMeasures> = fc
  .record({
    ...{ _id: fc.uuid(), number: fc.uuid(), openedAt: at, phase: fc.integer({ min: 1, max: 7 }), requester: names },
    details: fc.record({ channel: fc.option(fc.constantFrom(...channels), { nil: undefined }), category: some, location: some }),
    ...{
      lastPriority: fc.constantFrom(...priorities),
      lastTeam: maybe(names),
      solver: maybe(names),
      madeSla: maybe(fc.boolean()),
    },
    resolution: maybe(fc.constantFrom(...resolutions)),
  })
  .map(({ requester, ...measured }) => ({
    ...measured,
    ...{ requester: { user: requester }, handler: 'desk', firstCategory: null, firstPriority: 'low', priorityChanges: [] },
    ...{ firstSolvedAt: null, lastSolvedAt: null, lastClosedAt: null, lastTeamOrganisation: null },
    ...{ reopens: { from6: 0, from7: 0 }, teamMoves: 0, scopes: [] },
  })) as fc.Arbitrary<TicketMeasures>;

function viewOf(tickets: readonly TicketMeasures[]) {
  const volume = new Volume(bucketing('UTC'));
  for (const one of tickets) volume.add(one);
  const report = volume.report(() => undefined);
  const without: Volume['without'] = (figure) => volume.without(figure);
  const grouped = { report, buckets: volume.buckets('day', span), without, isComplete: true };
  return reportView({ question, volume: grouped, before: report, labels: labelsFor('en', t), t });
}

const sum = (rows: readonly { readonly count: number }[]): number => rows.reduce((total, { count }) => total + count, 0);

describe('the groupings of the report', () => {
  it('each add up to all tickets of the period, after any history', () => {
    fc.assert(
      fc.property(fc.array(ticket, { minLength: 1, maxLength: 60 }), (tickets) => {
        const { bars, weekdays, hours, flow } = viewOf(tickets);
        for (const { figure, rows } of [...bars, weekdays, hours]) expect([figure, sum(rows)]).toEqual([figure, tickets.length]);
        expect(sum(flow.rows.map(({ opened }) => ({ count: opened })))).toBe(tickets.length);
      }),
      { numRuns: 60 },
    );
  });

  it('name what they leave out, and link to it', () => {
    const [shape] = fc.sample(ticket, { numRuns: 1, seed: 1 });
    const made = (channel?: 'phone') => ({ ...(shape as TicketMeasures), details: channel === undefined ? {} : { channel } });
    const rows = viewOf([made('phone'), made('phone'), made()]).bars.find(({ figure }) => figure === 'channel')?.rows;
    expect(rows?.map(({ label, count }) => [label, count])).toEqual([
      ['Phone', 2],
      ['Not known', 1],
    ]);
    expect(rows?.[1]?.href).toContain('figure=channel&key=');
  });
});
