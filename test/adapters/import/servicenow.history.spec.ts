import { runImport } from '../../../src/adapters/import/import';
import type { ImportReport } from '../../../src/adapters/import/import-report';
import { servicenow } from '../../../src/adapters/import/servicenow.format';
import type { TicketEvent } from '../../../src/domain/ticket/ticket.events';
import type { TicketState } from '../../../src/domain/ticket/ticket.state';
import { expectedFigures as expected } from '../../dsl/expected-figures';
import { historyFile } from '../../dsl/real-history';
import { Desk, type Kept } from './desk';

// Imports the real history (test/data/README.md) into the real aggregates and compares it with the raw rows.

/** Concurrent commands of an import (import-run.ts). */
const inFlight = 256;

describe('importing two weeks of a real desk', () => {
  let done: Desk;
  let report: ImportReport;
  let histories: readonly (readonly Kept[])[];
  let events: readonly TicketEvent[];

  beforeAll(async () => {
    done = new Desk();
    report = await runImport(servicenow, { file: historyFile }, done.setting);
    histories = done.tickets();
    events = histories.flat().map(({ event }) => event as TicketEvent);
  });

  function count<Type extends TicketEvent['type']>(
    type: Type,
    counts: (data: Extract<TicketEvent, { type: Type }>['data']) => boolean = () => true,
  ): number {
    return events.filter((event) => event.type === type && counts(event.data as never)).length;
  }

  it('has no refusals and no repeats', () => {
    expect({
      refusals: report.refusals,
      refused: report.refused,
      unchanged: report.unchanged,
      repeated: report.repeated,
    }).toEqual({
      refusals: 0,
      refused: {},
      unchanged: 0,
      repeated: 0,
    });
  });

  it('reads every row and creates every ticket once', () => {
    expect({ rows: report.rows, tickets: report.tickets, streams: histories.length }).toEqual({
      rows: expected.rows,
      tickets: expected.tickets,
      streams: expected.tickets,
    });
    expect(done.numbersTaken).toBe(expected.tickets);
  });

  it('moves tickets between teams as often as the rows', () => {
    const noted = count('SourceRowNoted', ({ team }) => team !== undefined);
    expect(count('TicketRouted', ({ from }) => from !== null) + noted).toBe(expected.reassignment.visible_group_moves_total);
  });

  it('reopens, solves, closes and rejects as often as the rows', () => {
    const { reopens_total, from_Resolved, from_Closed } = expected.reopen;
    const rejected = expected.closed_without_ever_being_resolved.length;
    expect({
      reopens: count('TicketReopened'),
      from6: count('TicketReopened', ({ from }) => from === 6),
      from7: count('TicketReopened', ({ from }) => from === 7),
      solved: count('TicketSolved'),
      closed: count('TicketClosed', ({ resolution }) => resolution === 'resolved'),
      rejected: count('TicketClosed', ({ resolution }) => resolution === 'rejected'),
      priorities: count('PriorityChanged'),
    }).toEqual({
      reopens: reopens_total,
      from6: from_Resolved,
      from7: from_Closed,
      solved: expected.entries_into_state.Resolved,
      closed: expected.tickets + from_Closed - rejected,
      rejected,
      priorities: expected.priority.changes_total,
    });
  });

  it('leaves every ticket closed', () => {
    const phases = histories.map(([opened]) => done.state<TicketState>('ticket', opened?.command ?? '').phase);
    expect(new Set(phases)).toEqual(new Set([7]));
  });

  it("records every ticket's facts in time order, marked as imported or implied", () => {
    for (const history of histories) {
      const times = history.map(({ occurredAt }) => occurredAt);
      expect(times).toEqual([...times].sort());
      expect(history.every(({ origin }) => origin.kind !== 'witnessed' && origin.source?.name === 'servicenow')).toBe(true);
    }
  });

  it('records the log in time order, except for commands in flight', () => {
    const days = done.log.filter(({ stream }) => stream.startsWith('ticket-')).map(({ occurredAt }) => occurredAt.slice(0, 10));
    const backwards = days.filter((day, index) => day < (days[index - 1] ?? '')).length;
    expect(days.length).toBe(report.facts);
    expect(backwards).toBeLessThan(inFlight);
  });
});
