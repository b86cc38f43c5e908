import type { Aggregate, DecisionContext } from '../context';
import { reject } from '../kernel/errors';
import type { Staff } from '../kernel/event';
import { can, rejectWithout } from '../people/rights';

// Stream `settlements-log`. An operator accepts a fact that cannot be read as it was recorded. The fact stays as it is; readers of the
// log pass over it.

/** The fact, and what was found in its place, so that a later change to it is noticed. Hashes in hex. */
export interface PassedOver {
  readonly stream: string;
  readonly revision: number;
  /** SHA-256 of the content that was found. */
  readonly contentHash: string;
  /** The hash that the next fact of the stream continues. Null: that of the fact before. */
  readonly hash: string | null;
}

export type FactPassedOver = Staff<'FactPassedOver', PassedOver>;
export type SettlementsEvent = FactPassedOver;
export type PassOverFact = { readonly type: 'PassOverFact' } & PassedOver;

/** Every fact that was passed over, with what was found last. */
export interface SettlementsState {
  readonly passedOver: readonly PassedOver[];
}

/** There is one stream of settlements for each log. */
export const settlementsId = 'log';

function decide(command: PassOverFact, { passedOver }: SettlementsState, { actor }: DecisionContext): readonly FactPassedOver[] {
  if (!can(actor, 'projection.rebuild')) rejectWithout('projection.rebuild');
  if (actor.organisationKind !== 'admin')
    reject('not-permitted', 'Only the root organisation settles facts, because it looks after the installation.');
  const { stream, revision, contentHash, hash } = command;
  const isSettled = passedOver.some((one) => isSame(one, command) && one.contentHash === contentHash && one.hash === hash);
  return isSettled ? [] : [{ type: 'FactPassedOver', audience: 'staff', data: { stream, revision, contentHash, hash } }];
}

export const settlements: Aggregate<PassOverFact, SettlementsState, FactPassedOver> = {
  category: 'settlements',
  eventTypes: ['FactPassedOver'],
  initial: { passedOver: [] },
  evolve: ({ passedOver }, { data }) => ({ passedOver: [...passedOver.filter((one) => !isSame(one, data)), data] }),
  decide,
  needs: () => [],
  facets: () => null,
};

function isSame(one: PassedOver, other: PassedOver): boolean {
  return one.stream === other.stream && one.revision === other.revision;
}
