import type { Fact } from '../../../src/domain/kernel/event';
import { agreedIn, marksOf, takeBackOf, type Agreed } from '../../../src/domain/process/when-merge-agreed-link-both-tickets';
import { id } from '../../dsl/world';

const [owner, duplicate, primary] = [id(1), id(2), id(3)] as const;
const merge: Agreed = { agreement: 'MergeAgreed', owner, duplicate, primary };
const unlink: Agreed = { ...merge, agreement: 'UnlinkAgreed' };

describe('after an agreement', () => {
  it('S4.42 a merge marks the duplicate with the reason and links it to the primary', () => {
    expect(marksOf({ ...merge, reason: 'Same screen.' })).toEqual([
      { ticket: duplicate, command: { type: 'MarkMerged', primary, reason: 'Same screen.' } },
      { ticket: primary, command: { type: 'LinkDuplicate', duplicate } },
    ]);
  });

  it('S4.48 an unlinking marks both tickets', () => {
    expect(marksOf(unlink).map(({ command }) => command.type)).toEqual(['MarkUnlinked', 'UnlinkDuplicate']);
  });

  it('the ticket that If-Match named comes first, at that revision', () => {
    const [first, second] = marksOf({ ...merge, expected: { ticket: primary, revision: 4 } });
    expect([first.ticket, first.expectedRevision]).toEqual([primary, 4]);
    expect([second.ticket, second.expectedRevision]).toEqual([duplicate, undefined]);
    expect(marksOf({ ...merge, expected: { ticket: duplicate, revision: 7 } })[0]).toMatchObject({
      ticket: duplicate,
      expectedRevision: 7,
    });
  });

  it('the opposite command takes it back', () => {
    expect([merge, unlink].map((agreed) => takeBackOf(agreed).type)).toEqual(['TakeBackMerge', 'TakeBackUnlink']);
  });

  it('agreedIn reads it from its fact, and returns null for one that takes another back', () => {
    const fact = (data: object) => ({ type: 'MergeAgreed', stream: `merges-${owner}`, data }) as unknown as Fact;
    expect(agreedIn(fact({ duplicate, primary }))).toEqual(merge);
    expect(agreedIn(fact({ duplicate, primary, takesBack: true }))).toBeNull();
  });
});
