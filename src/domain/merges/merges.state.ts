import type { TicketId } from '../kernel/ids';
import type { MergesEvent } from './merges.events';

/** Duplicate → primary: a forest, because nobody has two primaries and no way leads back. */
export type MergesState = { readonly [duplicate: TicketId]: TicketId };

export const noMerges: MergesState = {};

export function evolve(state: MergesState, { type, data }: MergesEvent): MergesState {
  if (type === 'MergeAgreed') return { ...state, [data.duplicate]: data.primary };
  const left = Object.entries(state).filter(([duplicate, primary]) => duplicate !== data.duplicate || primary !== data.primary);
  return Object.fromEntries(left);
}

/** The ticket, its primary, that one's primary … up to the one that is merged into none. */
export function chainOf(ticket: TicketId, state: MergesState): readonly TicketId[] {
  const chain = [ticket];
  for (let next = state[ticket]; next !== undefined && !chain.includes(next); next = state[next]) chain.push(next);
  return chain;
}
