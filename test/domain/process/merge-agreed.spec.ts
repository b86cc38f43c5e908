import type { Fact } from '../../../src/domain/kernel/event';
import { agreedIn, marksOf, takeBackOf, type Agreed } from '../../../src/domain/process/when-merge-agreed-link-both-tickets';
import { id } from '../../dsl/world';

const [owner, duplicate, primary] = [id(1), id(2), id(3)] as const;
const merge: Agreed = { agreement: 'MergeAgreed', owner, duplicate, primary };
const unlink: Agreed = { ...merge, agreement: 'UnlinkAgreed' };

describe('when a merge was agreed', () => {
  it('S4.42 the duplicate is marked with the reason, and the primary linked', () => {
    expect(marksOf({ ...merge, reason: 'Same screen.' })).toEqual([
      { ticket: duplicate, command: { type: 'MarkMerged', primary, reason: 'Same screen.' } },
      { ticket: primary, command: { type: 'LinkDuplicate', duplicate } },
    ]);
  });

  it('S4.48 an unlinking is marked on both', () => {
    expect(marksOf(unlink).map(({ command }) => command.type)).toEqual(['MarkUnlinked', 'UnlinkDuplicate']);
  });

  it('the ticket that If-Match spoke of comes first, at that revision', () => {
    const [first, second] = marksOf({ ...merge, expected: { ticket: primary, revision: 4 } });
    expect([first.ticket, first.expectedRevision]).toEqual([primary, 4]);
    expect([second.ticket, second.expectedRevision]).toEqual([duplicate, undefined]);
    expect(marksOf({ ...merge, expected: { ticket: duplicate, revision: 7 } })[0]).toMatchObject({
      ticket: duplicate,
      expectedRevision: 7,
    });
  });

  it('is taken back by its opposite', () => {
    expect([merge, unlink].map((agreed) => takeBackOf(agreed).type)).toEqual(['TakeBackMerge', 'TakeBackUnlink']);
  });

  it('is read from its fact; one that takes another back asks for nothing', () => {
    const fact = (data: object) => ({ type: 'MergeAgreed', stream: `merges-${owner}`, data }) as unknown as Fact;
    expect(agreedIn(fact({ duplicate, primary }))).toEqual(merge);
    expect(agreedIn(fact({ duplicate, primary, takesBack: true }))).toBeNull();
  });
});
