import type { ProjectionStatus } from '../../projections/kernel/read-models';

/** To the thread of the projections. */
export type Order =
  | { readonly kind: 'appended' }
  | { readonly kind: 'rebuild'; readonly number: number; readonly names: readonly string[] }
  | { readonly kind: 'stop' };

/** From it. Errors travel as text, with their name: only the standard ones keep their class on the way. */
export type News =
  | { readonly kind: 'opened' }
  | { readonly kind: 'told'; readonly statuses: readonly ProjectionStatus[] }
  | { readonly kind: 'trouble'; readonly why: string | null }
  | { readonly kind: 'rebuilt'; readonly number: number; readonly failure: string | null }
  /** `leaseLost`: the holder, where that was why. */
  | { readonly kind: 'failed'; readonly name: string; readonly why: string; readonly leaseLost: string | null };
