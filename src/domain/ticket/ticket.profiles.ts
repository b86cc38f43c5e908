import type { Engagement, Gate, Kind } from './ticket.events';

/** What a kind of ticket requires on its way (docs/domain.md "The life of a ticket"; C4–C6, C9). */
export interface Profile {
  readonly opensIn: 1 | 3;
  readonly atOpening: readonly Gate[];
  readonly beforeQualifying: readonly Gate[];
  readonly beforeQualified: readonly Gate[];
  /** False: the assignee's first work counts as acceptance, and the fact says so. */
  readonly acceptance: boolean;
  readonly actualDamage: boolean;
  /**
   * Who may close a solved ticket, besides a checker. none: the solver, too; confirmation: the creator, by confirming; checker:
   * nobody.
   */
  readonly completionCheck: 'none' | 'confirmation' | 'checker';
  readonly reopensIn: 2 | 3;
}

const full: Profile = {
  opensIn: 1,
  atOpening: [],
  beforeQualifying: ['acknowledgement'],
  beforeQualified: [],
  acceptance: true,
  actualDamage: false,
  completionCheck: 'confirmation',
  reopensIn: 2,
};

const byKind: { readonly [kind in Kind]: Profile } = {
  service: { ...full, beforeQualified: ['contract'] },
  maintenance: full,
  // Damage costs money, so the requester's word alone does not settle it.
  claim: { ...full, beforeQualified: ['affectedItems'], actualDamage: true, completionCheck: 'checker' },
  issue: { ...full, opensIn: 3, beforeQualifying: [], acceptance: false, completionCheck: 'none', reopensIn: 3 },
};

/** A visit needs its contract before there is a ticket, and so no longer on the way (S0.23, C9). */
const atOpening: { readonly [engagement in Engagement]: readonly Gate[] } = {
  own: [],
  asp: [],
  visit: ['visitContract'],
  subcontracted: [],
};

export function profileOf(kind: Kind, engagement: Engagement): Profile {
  const profile = byKind[kind];
  if (atOpening[engagement].length === 0) return profile;
  const beforeQualified = profile.beforeQualified.filter((gate) => gate !== 'contract');
  return { ...profile, atOpening: atOpening[engagement], beforeQualified };
}

/** The gates that this ticket has. Waiving any other would record nothing meaningful. */
export function waivableGates(profile: Profile): readonly Gate[] {
  return [...profile.atOpening, ...profile.beforeQualifying, ...profile.beforeQualified, 'jurisdiction'];
}
