import type { Kinds } from './cases';
import * as beat from './beats';
import { all, type Beat } from './steps';

/** A ticket life, the number of tickets with it, and their age in days. */
export interface Life {
  readonly count: number;
  readonly kinds: Kinds;
  readonly days: readonly [from: number, to: number];
  readonly tells: Beat;
  /** Restricts the life to one partner's tickets. */
  readonly partner?: string;
}

const { open, openForCaller, intake, quickIntake, qualify, toWork, solve, inside } = beat;

const life = (count: number, kinds: Kinds, days: Life['days'], ...beats: readonly Beat[]): Life => ({
  ...{ count, kinds, days },
  tells: all(...beats),
});
const atHarbour = (one: Life): Life => ({ ...one, partner: 'harbour' });

/** Covers every phase, sub-status, end and detour. 189 tickets, plus 11 merged ones (merges.ts). */
export const lives: readonly Life[] = [
  // created, qualifying
  life(7, 'full', [0, 2], open),
  life(3, 'claim', [0, 3], openForCaller),
  life(4, 'full', [1, 4], open, beat.acknowledge),
  life(7, 'full', [0, 5], open, qualify, beat.ask),
  life(4, 'full', [2, 9], openForCaller, qualify, beat.ask, beat.awaitAnswer),
  life(3, 'claim', [1, 6], open, qualify, beat.ask, beat.answer),
  // unassigned
  life(8, 'issue', [0, 3], open),
  life(6, 'full', [1, 6], open, intake),
  life(5, 'full', [2, 8], openForCaller, quickIntake, beat.prioritise, beat.route),
  life(4, 'issue', [17, 28], open, beat.impatient, beat.insideDesk),
  life(3, 'issue', [3, 8], open, beat.turnedDown),
  // assigned, accepted
  life(7, 'full', [1, 5], open, intake, beat.assign),
  life(4, 'issue', [0, 3], openForCaller, beat.route, beat.assign),
  life(7, 'full', [2, 7], open, intake, beat.turnedDown, beat.assign, beat.accept, beat.arriving),
  life(3, 'issue', [4, 9], open, beat.assign, beat.accept, beat.waitCustomer),
  // in progress, and what it waits for
  life(9, 'any', [2, 8], open, intake, beat.prioritise, toWork, inside, beat.progress),
  life(6, 'issue', [1, 6], openForCaller, toWork, beat.fault, beat.progress),
  life(6, 'any', [3, 12], open, quickIntake, toWork, beat.ask, beat.waitCustomer),
  life(6, 'any', [4, 14], open, quickIntake, toWork, inside, beat.waitPart, beat.watch),
  life(3, 'any', [20, 29], open, quickIntake, toWork, beat.waitPart, beat.impatient),
  life(4, 'full', [5, 12], open, intake, toWork, beat.waitCustomer, beat.answer, beat.goOn, beat.progress),
  // being checked
  life(8, 'full', [3, 10], open, intake, toWork, inside, solve),
  life(3, 'claim', [5, 12], open, quickIntake, toWork, solve),
  // closed
  life(15, 'full', [8, 29], open, intake, toWork, inside, beat.progress, solve, beat.check),
  life(7, 'full', [10, 30], openForCaller, quickIntake, beat.route, toWork, solve, beat.confirmed),
  life(6, 'claim', [9, 28], open, intake, toWork, beat.waitPart, beat.goOn, solve, beat.check, beat.thanks),
  life(10, 'issue', [4, 29], open, toWork, inside, beat.closeAtOnce, beat.thanks),
  life(4, 'any', [5, 25], open, beat.ask, beat.reject),
  life(4, 'any', [3, 22], open, beat.withdraw),
  // opened again
  life(3, 'full', [12, 26], open, intake, toWork, solve, beat.check, beat.reopen),
  life(2, 'full', [6, 12], open, quickIntake, toWork, solve, beat.sentBack, inside),
  // custody
  life(5, 'any', [4, 12], open, intake, beat.forwardUp),
  life(3, 'full', [8, 16], open, quickIntake, toWork, beat.progress, beat.forwardUp, beat.workedAbove),
  life(2, 'any', [3, 9], open, quickIntake, beat.forwardToRoot),
  life(3, 'any', [6, 14], open, quickIntake, beat.forwardUp, beat.returned),
  atHarbour(life(2, 'any', [5, 11], open, quickIntake, toWork, beat.forwardDown)),
  atHarbour(life(2, 'full', [7, 14], open, quickIntake, beat.forwardDown, beat.workedBelow)),
  atHarbour(life(1, 'any', [9, 14], open, quickIntake, beat.forwardDown, beat.recall)),
];
