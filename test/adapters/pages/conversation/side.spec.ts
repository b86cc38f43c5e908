import { sideView } from '../../../../src/adapters/pages/conversation/side-view';
import { stepsView } from '../../../../src/adapters/pages/conversation/stepper-view';
import { formatsFor } from '../../../../src/adapters/pages/rendering/formats';
import type { TicketView } from '../../../../src/adapters/desk/tickets/ticket-reader';

const now = '2026-11-30T12:00:00.000Z';
const at = (day: number, time: string): string => `2026-11-${day}T${time}:00.000Z`;
const formats = formatsFor('en', 'UTC', now);

function ticket(values: Partial<TicketView> = {}, commands: readonly string[] = []): TicketView {
  return {
    ...{ number: 'CT-000001', phase: 5, subStatus: 'in-progress', priority: 'high', percent: 0, names: { u: 'Ann' } },
    ...{ assignee: null, team: null, handler: 'o', owner: { user: 'u', organisation: 'o' }, watchers: [], details: {} },
    ...{ openedAt: at(27, '08:12'), respondedAt: null, takenInHandlingAt: at(27, '08:35'), reached: [] },
    allowed: commands.map((command) => ({ command, fields: [] })),
    ...values,
  } as unknown as TicketView;
}

describe('the cards beside a ticket', () => {
  it('show the time until handling, and keep counting open times (S2.9, S2.11)', () => {
    expect(sideView(ticket(), now).times).toEqual([
      { key: 'response', at: null, state: 'running', millis: Date.parse(now) - Date.parse(at(27, '08:12')) },
      { key: 'taken', at: at(27, '08:35'), state: 'done', millis: 23 * 60_000 },
      { key: 'solved', at: null, state: 'running', millis: expect.any(Number) as number },
    ]);
    const closed = ticket({ phase: 7, reached: [{ phase: 7, at: at(28, '08:12') }] });
    expect(sideView(closed, now).times.map(({ state }) => state)).toEqual(['none', 'done', 'done']);
  });

  it('have an edit button only for values that the reader may change (S4.9, S4.11, S4.17)', () => {
    const pencils = (...commands: string[]) => sideView(ticket({}, commands), now).facts.flatMap(({ edit }) => edit ?? []);
    expect(pencils()).toEqual([]);
    expect(pencils('assign', 'change-priority', 'recall')).toEqual(['assign', 'change-priority', 'recall']);
  });

  it('let readers remove watchers of this ticket, but not of its primary', () => {
    const watchers = ['CT-000001', 'CT-000009'].map((number) => ({ id: number, email: null, kinds: [], ticket: number, number }));
    expect(sideView(ticket({ watchers }, ['remove-watcher']), now).watchers).toMatchObject([
      { origin: null, mayRemove: true },
      { origin: 'CT-000009', mayRemove: false },
    ]);
  });
});

describe('the stepper', () => {
  it('shows when each phase was reached, the day only when it changes, and skipped phases (S1.3)', () => {
    const reached = [
      { phase: 1, at: at(27, '08:12') },
      { phase: 4, at: at(27, '08:31') },
      { phase: 5, at: at(28, '09:00') },
    ];
    expect(stepsView(ticket({ reached }), formats).map(({ time, isNow, isSkipped }) => [time, isNow, isSkipped])).toEqual([
      ['27 Nov, 08:12', false, false],
      [null, false, true],
      [null, false, true],
      ['08:31', false, false],
      ['28 Nov, 09:00', true, false],
      [null, false, false],
      [null, false, false],
    ]);
  });

  it('durations have their two largest units', () => {
    expect([23 * 60_000, 3 * 3_600_000, 100 * 3_600_000, 59_000].map(formats.duration)).toEqual([
      '23 mins',
      '3 hrs',
      '4 days 4 hrs',
      '< 1 min',
    ]);
  });
});
