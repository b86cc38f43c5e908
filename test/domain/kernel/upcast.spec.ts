import { upcastBy, type Upcaster } from '../../../src/domain/kernel/upcast';

const step = (from: string, to: string, data: (old: never) => unknown = (old) => old): Upcaster => ({ from, to, data });

describe('upcasting', () => {
  it('converts a fact step by step to the newest type', () => {
    const { upcast, currentType } = upcastBy([
      step('TicketRated.v2', 'TicketRated.v3', (old: { stars: number }) => ({ percent: old.stars * 20 })),
      step('TicketRated', 'TicketRated.v2', (old: { rating: string }) => ({ stars: Number(old.rating) })),
    ]);
    expect(upcast({ type: 'TicketRated', data: { rating: '4' } })).toEqual({ type: 'TicketRated.v3', data: { percent: 80 } });
    expect(upcast({ type: 'TicketRated.v2', data: { stars: 5 } })).toEqual({ type: 'TicketRated.v3', data: { percent: 100 } });
    expect(['TicketRated', 'TicketRated.v3', 'TicketClosed'].map(currentType)).toEqual([
      'TicketRated.v3',
      'TicketRated.v3',
      'TicketClosed',
    ]);
  });

  it('leaves other types unchanged', () => {
    const fact = { type: 'TicketClosed', data: { resolution: 'resolved' } };
    expect(upcastBy([step('TicketRated', 'TicketRated.v2')]).upcast(fact)).toEqual(fact);
  });

  it('converts a renamed type', () => {
    expect(upcastBy([step('TicketMoved', 'TicketRouted')]).upcast({ type: 'TicketMoved', data: {} }).type).toBe('TicketRouted');
  });

  it.each([
    ['a step that does not change the type', [step('A', 'A')], 'A comes back to itself'],
    ['a cycle', [step('A', 'A.v2'), step('A.v2', 'A')], 'A comes back to itself; A.v2 comes back to itself'],
    ['two ways on', [step('A', 'A.v2'), step('A', 'B')], 'two steps leave A'],
    ['a version that no step leads to', [step('A', 'A.v2'), step('A.v3', 'A.v4')], 'nothing leads to A.v3'],
  ])('refuses to start with %s', (_, upcasters, problem) => {
    expect(() => upcastBy(upcasters)).toThrow(`the upcasters are wrong: ${problem}`);
  });
});
