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
});
