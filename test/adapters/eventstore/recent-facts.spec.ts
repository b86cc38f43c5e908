import { RecentFacts, type CountedFact } from '../../../src/adapters/eventstore/eventstoredb/recent-facts';

const facts = (from: number, count: number): readonly CountedFact[] =>
  Array.from({ length: count }, (_, i) => ({
    ...{ type: 'TicketQualified', position: String(from + i), logIndex: from + i },
    fact: () => {
      throw new Error('nobody asked for it');
    },
  }));
const indexes = (found: readonly CountedFact[] | null) => found?.map(({ logIndex }) => logIndex);

describe('the newest facts, kept for readers near the head', () => {
  it('are given after a log index, at most as many as asked for, and none at the end', () => {
    const recent = new RecentFacts();
    recent.add(facts(1, 3));
    recent.add(facts(4, 2));
    expect(indexes(recent.after(0, 10))).toEqual([1, 2, 3, 4, 5]);
    expect(indexes(recent.after(3, 1))).toEqual([4]);
    expect(indexes(recent.after(5, 10))).toEqual([]);
  });

  it('are not given where some of them are missing: before a start in the middle, and those that had to go', () => {
    const recent = new RecentFacts(100);
    expect(indexes(recent.after(100, 10))).toEqual([]);
    recent.add(facts(101, 2_000));
    recent.add(facts(2_101, 2_000));
    expect(recent.after(99, 1)).toBeNull();
    expect(recent.after(1_000, 1)).toBeNull();
    expect(indexes(recent.after(4_099, 10))).toEqual([4_100]);
  });
});
