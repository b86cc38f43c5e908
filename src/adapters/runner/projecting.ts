import type { ProjectionStatus } from '../../projections/kernel/read-models';

/** What the one who holds the lease asks for, and is told. */
export interface ProjectingOrder {
  /** Of the lease: fences off an earlier holder. */
  readonly token: number;
  /** Says stop. */
  readonly signal: AbortSignal;
  /** Where every projection stands, whenever one has moved: what it tells of is written. */
  readonly told: (statuses: readonly ProjectionStatus[]) => void;
  /** Every failure of a store, and null when all is well again. */
  readonly trouble: (error: unknown) => void;
}

/** All projections at work, in this thread or in another. */
export interface Projecting {
  /** Until the signal says stop. @throws {LeaseLost} */
  run(): Promise<void>;
  /** Resolves when the new collections answer; the order itself is durable. */
  rebuild(names: readonly string[]): Promise<void>;
}

/** Resolves when every projection has a collection that answers. */
export type StartProjecting = (order: ProjectingOrder) => Promise<Projecting>;
