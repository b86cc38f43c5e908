import type { TicketId } from '../kernel/ids';
import type { MergesEvent } from './merges.events';

interface Link {
  readonly duplicate: TicketId;
  readonly primary: TicketId;
  /** False once the two were parted. */
  readonly isLinked: boolean;
}

/**
 * What was agreed last about a duplicate. Who is linked makes a forest, because nobody has two primaries and no way leads back. Kept as a
 * tree over the characters of the duplicate's id from its end, where ids differ most: a change copies some sixteen entries a level and shares
 * the rest, so that a stream of any length folds in linear time and every state stays as it was.
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

/** What was agreed here last about these two: undefined where nothing was. */
export function areLinked({ duplicate, primary }: Omit<Link, 'isLinked'>, state: MergesState): boolean | undefined {
  const link = lastOf(duplicate, state);
  return link?.primary === primary ? link.isLinked : undefined;
}

/** The ticket, its primary, that one's primary … up to the one that is merged into none. */
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
