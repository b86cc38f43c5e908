import type { Aggregate } from '../context';
import { reject } from '../kernel/errors';
import type { Everyone } from '../kernel/event';
import type { OrganisationKind } from '../people/views';

// Stream `numbers-<prefix>`. Numbers are taken in blocks, which makes them unique everywhere; gaps are allowed (rule 5).

export interface Block {
  readonly from: number;
  /** Inclusive. */
  readonly to: number;
}

export type NumberBlockTaken = Everyone<'NumberBlockTaken', Block>;
export type NumbersEvent = NumberBlockTaken;

/** Names the block to take, so the caller need not ask which one it got. */
export type TakeNumberBlock = { readonly type: 'TakeNumberBlock' } & Block;

/** The first free number. */
export interface NumbersState {
  readonly next: number;
}

export const largestBlock = 1000;

function decide(command: TakeNumberBlock, { next }: NumbersState): readonly NumbersEvent[] {
  const { from, to } = command;
  const fits = Number.isSafeInteger(from) && Number.isSafeInteger(to) && from >= 1 && to >= from && to - from < largestBlock;
  if (!fits) reject('invalid', `A block holds 1 to ${largestBlock} numbers and starts at 1 or above.`, { from, to });
  if (from !== next) reject('conflict', `The next block begins at ${next}, not at ${from}. Take that one.`, { next });
  return [{ type: 'NumberBlockTaken', audience: 'everyone', data: { from, to } }];
}

/** Part of opening a ticket, which checks the permission. It needs none of its own. */
export const numbers: Aggregate<TakeNumberBlock, NumbersState, NumbersEvent> = {
  category: 'numbers',
  eventTypes: ['NumberBlockTaken'],
  initial: { next: 1 },
  evolve: (_state, event) => ({ next: event.data.to + 1 }),
  decide,
  needs: () => [],
  facets: () => null,
};

/** By the kind of organisation that opens the ticket. Never changed, because people know these numbers. */
export const numberPrefixes: { readonly [kind in OrganisationKind]: string } = {
  customer: 'CT',
  partner: 'PT',
  distributor: 'DT',
  admin: 'AT',
  serviceProvider: 'ST',
  manufacturer: 'MT',
};

/** `CT-000123`, with more than six digits when necessary. */
export function formatNumber(prefix: string, number: number): string {
  return `${prefix}-${String(number).padStart(6, '0')}`;
}
