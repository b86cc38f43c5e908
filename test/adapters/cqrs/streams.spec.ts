import { Streams, type Folded } from '../../../src/adapters/cqrs/streams';
import { decodeFact } from '../../../src/adapters/eventstore/codec';
import { MemoryEventStore } from '../../../src/adapters/eventstore/memory.event-store';

describe('streams remembered', () => {
  const folded = (stream: string, revision: number): Folded => ({
    ...{ stream, revision, state: null, hash: null, recordedAt: null, position: null, done: new Map(), unknownType: null },
  });

  it('tell of every longer stream that is no ticket’s: rights may have changed', () => {
    const streams = new Streams(new MemoryEventStore(), (stored) => decodeFact(stored));
    const moved = (stream: string, revision: number): number => {
      const before = streams.changesButOfTickets;
      streams.keep(folded(stream, revision));
      return streams.changesButOfTickets - before;
    };
    expect(moved('user-1', 0)).toBe(1);
    expect(moved('user-1', 1)).toBe(1);
    expect(moved('user-1', 1)).toBe(0);
    expect(moved('role-1', -1)).toBe(0);
    expect(moved('ticket-1', 0)).toBe(0);
  });

  it('forget what another process made longer, and nothing else', () => {
    const streams = new Streams(new MemoryEventStore(), (stored) => decodeFact(stored));
    const kept = (stream: string): number => streams.keep(folded(stream, -1)).revision;
    streams.keep(folded('user-1', 3));
    streams.keep(folded('ticket-1', 3));
    const before = streams.changesButOfTickets;
    streams.heardOf('user-1', 3);
    expect([kept('user-1'), streams.changesButOfTickets - before]).toEqual([3, 0]);
    streams.heardOf('user-1', 4);
    streams.heardOf('ticket-1', 4);
    expect([kept('user-1'), kept('ticket-1'), streams.changesButOfTickets - before]).toEqual([-1, -1, 1]);
  });
});
