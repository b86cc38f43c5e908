import type { ProjectionStatus } from '../../projections/kernel/read-models';

/** Messages to the projection thread. */
export type ThreadCommand =
  | { readonly kind: 'appended' }
  | { readonly kind: 'rebuild'; readonly number: number; readonly names: readonly string[] }
  | { readonly kind: 'stop' };

/** Messages from it. Errors travel as name and text, because custom classes do not survive the transfer. */
export type ThreadMessage =
  | { readonly kind: 'opened' }
  | { readonly kind: 'status'; readonly statuses: readonly ProjectionStatus[] }
  | { readonly kind: 'failure'; readonly why: string | null }
  | { readonly kind: 'rebuilt'; readonly number: number; readonly failure: string | null }
  /** `leaseLost`: the new holder, if the lease was lost. */
  | { readonly kind: 'failed'; readonly name: string; readonly why: string; readonly leaseLost: string | null };
