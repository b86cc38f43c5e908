import type { TicketId } from '../kernel/ids';
import type { MergesEvent } from './merges.events';

interface Link {
  readonly duplicate: TicketId;
  readonly primary: TicketId;
  /** False after the two were unlinked. */
  readonly isLinked: boolean;
}

/**
 * The latest agreement about each duplicate. Links form a forest: no duplicate has two primaries, and there are no cycles. Stored
 * as a tree over the characters of the duplicate's id from its end, where ids differ most. A change copies about sixteen entries
 * a level and shares the rest, so folding takes linear time and earlier states stay intact.
 */
export type MergesState = Node | null;
type Node = Link | Branch;
interface Branch {
  readonly at: { readonly [character: string]: Node };
}

export const noMerges: MergesState = null;

export function evolve(state: MergesState, { type, data: { duplicate, primary } }: MergesEvent): MergesState {
  const present = primaryOf(duplicate, state) ?? primary;
  if (type === 'UnlinkAgreed' && present !== primary) return state;
  return agreed(state, { duplicate, primary, isLinked: type === 'MergeAgreed' }, 0);
}

export function primaryOf(duplicate: TicketId, state: MergesState): TicketId | undefined {
  const link = lastOf(duplicate, state);
  return link?.isLinked ? link.primary : undefined;
}

/** The latest agreement about these two in this stream. Undefined when there is none. */
export function areLinked({ duplicate, primary }: Omit<Link, 'isLinked'>, state: MergesState): boolean | undefined {
  const link = lastOf(duplicate, state);
  return link?.primary === primary ? link.isLinked : undefined;
}

/** The ticket, its primary, the primary's primary … up to the one that is merged into none. */
export function chainOf(ticket: TicketId, state: MergesState): readonly TicketId[] {
  const chain = new Set([ticket]);
  for (let next = primaryOf(ticket, state); next !== undefined && !chain.has(next); next = primaryOf(next, state))
    chain.add(next);
  return [...chain];
}

function lastOf(duplicate: TicketId, state: MergesState): Link | undefined {
  let node: Node | null | undefined = state;
  for (let depth = 0; node && 'at' in node; depth += 1) node = node.at[character(duplicate, depth)];
  return node?.duplicate === duplicate ? node : undefined;
}

function agreed(node: Node | null | undefined, link: Link, depth: number): Node {
  if (!node) return link;
  if ('at' in node) return put(node, link, depth);
  return node.duplicate === link.duplicate ? link : put(put({ at: {} }, node, depth), link, depth);
}

function put({ at }: Branch, link: Link, depth: number): Branch {
  const key = character(link.duplicate, depth);
  return { at: { ...at, [key]: agreed(at[key], link, depth + 1) } };
}

function character(id: TicketId, depth: number): string {
  return id.at(-1 - depth) ?? '';
}
