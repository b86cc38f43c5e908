import type { Labels } from './labels';

export interface Compared {
  readonly now: number;
  readonly before: number;
  /** Below it, a share of what was before says nothing. */
  readonly smallest: number;
}

export interface Change {
  readonly direction: 'up' | 'down' | 'same' | null;
  /** How much more or less, as a share or as the difference itself. */
  readonly by: string | null;
}

/** One ticket more than one is no growth of 100 percent. */
export const smallestBase = 10;
const largestPercent = 300;
export const noChange: Change = { direction: null, by: null };

/** In percent of what was before, unless that was too little or the change is too large to be told so. */
export function changeOf(
  { now, before, smallest }: Compared,
  difference: (value: number) => string,
  { percent }: Pick<Labels, 'percent'>,
): Change {
  if (before === 0) return noChange;
  if (now === before) return { direction: 'same', by: null };
  const direction = now > before ? 'up' : 'down';
  const share = Math.round((100 * Math.abs(now - before)) / before);
  const isTold = before >= smallest && share > 0 && share <= largestPercent;
  return { direction, by: isTold ? percent(share) : difference(Math.abs(now - before)) };
}
