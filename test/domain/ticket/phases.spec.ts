import { kinds, engagements, type Phase } from '../../../src/domain/ticket/ticket.events';
import { commandTypes, rules } from '../../../src/domain/ticket/ticket.phases';
import { profileOf, waivableGates } from '../../../src/domain/ticket/ticket.profiles';

const phases: readonly Phase[] = [1, 2, 3, 4, 5, 6, 7];
const open: readonly Phase[] = [1, 2, 3, 4, 5, 6];
const phasesOf = (type: (typeof commandTypes)[number]) => [...new Set(rules[type].ways.flatMap((way) => way.in))].sort();

describe('the transition table', () => {
  it('reaches every phase', () => {
    const reached = new Set<number>([0]);
    for (let before = -1; before !== reached.size;) {
      before = reached.size;
      for (const type of commandTypes) {
        if (phasesOf(type).some((phase) => reached.has(phase))) rules[type].to?.forEach((phase) => reached.add(phase));
      }
    }
    expect([...reached].sort()).toEqual([0, ...phases]);
  });

  it('S1.29 leaves the phase closed only by reopening', () => {
    const fromClosed = commandTypes.filter((type) => phasesOf(type).includes(7) && rules[type].to?.some((phase) => phase !== 7));
    expect(fromClosed).toEqual(['ReopenTicket']);
  });

  it('reaches the phase closed from every open phase', () => {
    const closing = commandTypes.filter((type) => rules[type].to?.includes(7));
    expect(closing).toEqual(['CloseTicket', 'RejectTicket', 'WithdrawTicket', 'MarkMerged']);
    for (const phase of open) expect(closing.every((type) => phase === 6 || phasesOf(type).includes(phase))).toBe(true);
  });

  it('requires a permission from everyone except our processes', () => {
    const open = commandTypes.filter((type) => rules[type].ways.some((way) => way.may === null));
    expect(open).toEqual(['MarkMerged', 'LinkDuplicate', 'MarkUnlinked', 'UnlinkDuplicate', 'RecordDossier']);
    for (const type of open) expect(rules[type].ways.map((way) => way.as)).toEqual(['process']);
  });
});

describe('the process profiles', () => {
  it.each([
    ['service', { opensIn: 1, beforeQualified: ['contract'], acceptance: true, completionCheck: 'confirmation', reopensIn: 2 }],
    ['maintenance', { opensIn: 1, beforeQualified: [], acceptance: true, completionCheck: 'confirmation', reopensIn: 2 }],
    ['claim', { opensIn: 1, beforeQualified: ['affectedItems'], actualDamage: true, completionCheck: 'checker', reopensIn: 2 }],
    ['issue', { opensIn: 3, beforeQualifying: [], acceptance: false, completionCheck: 'none', reopensIn: 3 }],
  ] as const)('S1.31 C4 C5 C6 %s', (kind, flags) => {
    expect(profileOf(kind, 'own')).toMatchObject(flags);
  });

  it('S0.23 C9 a visit has its contract gate only at opening', () => {
    expect(profileOf('service', 'visit')).toMatchObject({ atOpening: ['visitContract'], beforeQualified: [] });
    expect(profileOf('claim', 'visit')).toMatchObject({ atOpening: ['visitContract'], beforeQualified: ['affectedItems'] });
  });

  it('S0.29 C8 every gate of every kind and engagement can be waived, and jurisdiction always', () => {
    for (const kind of kinds) {
      for (const engagement of engagements) {
        const profile = profileOf(kind, engagement);
        const asked = [...profile.atOpening, ...profile.beforeQualifying, ...profile.beforeQualified, 'jurisdiction'];
        expect(waivableGates(profile)).toEqual(asked);
      }
    }
  });
});
