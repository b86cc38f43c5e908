import type { CaseOrder } from './cases';
import * as beat from './beats';
import { all, type Beat } from './steps';

/** Tickets of different reporters about one machine, which the desk merges. */
export interface MergeGroup extends CaseOrder {
  readonly duplicates: number;
  readonly tells: Beat;
  /** The last one is unlinked again, because it concerns something else. */
  readonly unlinked?: true;
}

const { open, quickIntake, toWork, inside, progress } = beat;

export const mergeGroups: readonly MergeGroup[] = [
  { kinds: 'issue', daysAgo: 2, partner: 'harbour', duplicates: 3, tells: all(open, toWork, inside) },
  { kinds: 'full', daysAgo: 5, partner: 'bogazici', duplicates: 2, tells: all(open, quickIntake, toWork, progress) },
  { kinds: 'issue', daysAgo: 3, partner: 'saimaa', duplicates: 1, tells: all(open, beat.assign) },
  { kinds: 'issue', daysAgo: 6, partner: 'harbour', duplicates: 1, tells: all(open, toWork), unlinked: true },
];
