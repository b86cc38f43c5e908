import type { Instant } from '../../domain/kernel/instant';

/** The only source of time and ids, so that tests can fix both. */
export interface Clock {
  now(): Instant;
}
export interface Ids {
  /** UUID v7. Its time order keeps unique indexes cheap (docs/benchmarks.md). */
  next(): string;
}
