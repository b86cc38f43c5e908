import type { ProjectionStatus } from '../../projections/kernel/read-models';

/** Settings and callbacks from the holder of the lease. */
export interface ProjectingOptions {
  /** Token of the lease, which fences off an earlier holder. */
  readonly token: number;
  /** Stops the projections. */
  readonly signal: AbortSignal;
  /** Called with all statuses after one has changed. Everything reported is already written. */
  readonly onStatus: (statuses: readonly ProjectionStatus[]) => void;
  /** Called with every failure of a store, and with null after recovery. */
  readonly onFailure: (error: unknown) => void;
}

/** Running projections, in this thread or in another. */
export interface RunningProjections {
  /** Runs until the signal aborts. @throws {LeaseLost} */
  run(): Promise<void>;
  /** Resolves when the new collections are live. The request itself is durable. */
  rebuild(names: readonly string[]): Promise<void>;
}

/** Resolves when every projection has a live collection. */
export type StartProjections = (order: ProjectingOptions) => Promise<RunningProjections>;
