import type { Instant } from '../../domain/kernel/instant';

/** Time and ids come from here and nowhere else, so tests can fix both. */
export interface Clock {
  now(): Instant;
}
export interface Ids {
  /** UUID v7: time-ordered, which keeps unique indexes cheap (docs/benchmarks.md). */
  next(): string;
}
