import type { Labels } from './labels';

export interface Compared {
  readonly now: number;
  readonly before: number;
  /** Below this base, a percentage is meaningless. */
  readonly smallest: number;
}

export interface Change {
  readonly direction: 'up' | 'down' | 'same' | null;
  /** The change, as a percentage or a difference. */
  readonly by: string | null;
}

/** From one ticket to two is no growth of 100 percent. */
export const smallestBase = 10;
const largestPercent = 300;
export const noChange: Change = { direction: null, by: null };

/** The change in percent, unless the base is too small or the change too large. */
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
