import fc from 'fast-check';
import type { DecisionContext } from '../../../src/domain/context';
import { fold } from '../../../src/domain/kernel/decider';
import { formatNumber, numberPrefixes, numbers, type Block, type NumbersEvent } from '../../../src/domain/numbers/numbers';
import { organisationKinds } from '../../../src/domain/people/views';
import { examplesOf } from '../../dsl/given';
import { actor, contextOf, id, noon } from '../../dsl/world';

const opener = actor({ user: id(1), organisation: id(2), organisationKind: 'customer', permissions: new Set() });
const context = (): DecisionContext => contextOf({ actor: opener });
const given = examplesOf(numbers, context);
const taken = (from: number, to: number): NumbersEvent => ({
  type: 'NumberBlockTaken',
  audience: 'everyone',
  data: { from, to },
});
const take = (from: number, to: number) => ({ type: 'TakeNumberBlock', from, to }) as const;

describe('ticket numbers (rule 5)', () => {
  it('are taken in blocks, from 1', () => {
    given([])
      .when(take(1, 100))
      .then([taken(1, 100)]);
    given([taken(1, 100)])
      .when(take(101, 200))
      .then([taken(101, 200)]);
  });

  it('are refused when they are taken or leave a gap, with the next free one', () => {
    given([taken(1, 100)])
      .when(take(1, 100))
      .thenRejects('conflict', { next: 101 });
    given([taken(1, 100)])
      .when(take(201, 300))
      .thenRejects('conflict', { next: 101 });
  });

  it.each([
    [1, 0],
    [0, 5],
    [1, 1001],
    [1, 1.5],
  ])('cannot be taken as a block from %d to %d', (from, to) => {
    given([]).when(take(from, to)).thenRejects('invalid');
  });

  it('are unique and ascending for any sizes of blocks', () => {
    fc.assert(
      fc.property(fc.array(fc.integer({ min: 1, max: 1000 }), { maxLength: 40 }), (sizes) => {
        const blocks = sizes.reduce<readonly Block[]>((soFar, size) => {
          const events = soFar.map(({ from, to }) => ({ ...taken(from, to), occurredAt: noon, recordedAt: noon }));
          const { next } = fold(numbers, events);
          return [...soFar, ...numbers.decide(take(next, next + size - 1), { next }, context()).map(({ data }) => data)];
        }, []);
        blocks.forEach((block, i) => {
          expect(block.from).toBe((blocks[i - 1]?.to ?? 0) + 1);
        });
      }),
    );
  });

  it('S4.60 C19 are formatted as CT-000123, with a prefix per kind of organisation', () => {
    expect(formatNumber('CT', 123)).toBe('CT-000123');
    expect(formatNumber('AT', 1234567)).toBe('AT-1234567');
    expect(organisationKinds.map((kind) => numberPrefixes[kind])).toEqual(['AT', 'DT', 'PT', 'CT', 'ST', 'MT']);
  });
});
