import { isRequired, type Fields } from '../../../domain/kernel/fields';
import { isStaff, type Actor } from '../../../domain/people/actor';
import { audiences } from '../../../domain/ticket/commands/shared';
import type { Typed } from './sent-values';

/** Commands whose reason only staff may read. */
const forStaff: ReadonlySet<string> = new Set(['decline', 'forward', 'return', 'recall']);

export type Readers = ReadonlyMap<string, readonly string[]>;

/** The possible readers of a reason, the default first: shown instead of an empty choice, which does not say who reads it. */
export function readersOf(verb: string, actor: Actor, { audience }: Fields): Readers {
  if (audience === undefined || isRequired(audience) || !isStaff(actor)) return new Map();
  return new Map([['audience', forStaff.has(verb) ? ['staff'] : audiences]]);
}

export function defaultsOf(readers: Readers): Typed {
  return new Map([...readers].map(([name, [first = '']]) => [name, [first]] as const));
}
