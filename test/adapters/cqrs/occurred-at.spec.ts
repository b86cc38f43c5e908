import { liftedOccurredAt, type Clocks } from '../../../src/adapters/cqrs/occurred-at';
import type { CommandRequest } from '../../../src/adapters/cqrs/execute-command';
import { rootActor } from '../../../src/adapters/first-start/bootstrap';
import { fold } from '../../../src/domain/kernel/decider';
import { ticketAggregate } from '../../../src/domain/ticket';
import { past } from '../../domain/ticket/desk';
import { id, noon } from '../../dsl/world';

const soon = '2026-11-23T12:04:00.000Z';
const tomorrow = '2026-11-24T12:00:00.000Z';

const at = (clocks: Partial<Clocks>, more: Partial<CommandRequest> = {}): string => {
  const command = { type: 'StartWork' };
  const common = { category: 'ticket', id: id(1), command, commandId: id(2), body: null, correlationId: id(2) } as const;
  return liftedOccurredAt({ ...common, actor: rootActor, ...more }, { clock: noon, now: noon, latest: null, ...clocks });
};

describe('the time of the next step', () => {
  it('is lifted to the step before it, if that was dated ahead within the tolerance', () => {
    expect(at({ latest: soon })).toBe(soon);
    expect(at({ latest: soon }, { occurredAt: '2026-11-23T12:01:00.000Z' })).toBe(soon);
    expect(at({ latest: soon }, { occurredAt: '2026-11-23T12:05:00.000Z' })).toBe('2026-11-23T12:05:00.000Z');
  });

  it('is lifted after a server clock that was ahead, whether it is entered or not', () => {
    const ahead = { now: tomorrow, latest: tomorrow };
    expect(at(ahead)).toBe(tomorrow);
    expect(at(ahead, { occurredAt: noon })).toBe(tomorrow);
  });

  it('stays as entered if it is long before the latest step, so that the ticket refuses the mistake', () => {
    expect(at({ latest: soon }, { occurredAt: '2026-11-23T08:00:00.000Z' })).toBe('2026-11-23T08:00:00.000Z');
    expect(at({ latest: '2026-11-23T11:00:00.000Z' }, { occurredAt: '2026-11-23T10:59:00.000Z' })).toBe(
      '2026-11-23T10:59:00.000Z',
    );
  });

  it('is lifted for no imported row, whose format raises it itself', () => {
    const origin = { kind: 'imported', source: { name: 'other', fileHash: 'a'.repeat(64), row: 1 } } as const;
    expect(at({ latest: soon }, { origin, occurredAt: noon })).toBe(noon);
  });

  it('of a ticket is that of its phase', () => {
    const dated = past.solving.map((event) => ({ ...event, occurredAt: soon, recordedAt: noon }));
    expect(ticketAggregate.latest?.(fold(ticketAggregate, dated))).toBe(soon);
    expect(ticketAggregate.latest?.(ticketAggregate.initial)).toBeNull();
  });
});
