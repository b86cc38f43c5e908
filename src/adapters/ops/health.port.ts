export interface ProjectionHealth {
  readonly name: string;
  readonly version: number;
  readonly state: 'live' | 'catching-up' | 'stopped';
  /** Facts it has not seen yet. */
  readonly behind: number;
  readonly rebuildPercent: number | null;
}

type State = 'up' | 'down';

/** What anybody may know: how well each part is, never why. The reasons stand in the log and in `npm run status`. */
export interface HealthReport {
  readonly status: 'ready' | 'degraded';
  /** Stores that do not answer, a disk without room, read models that have stopped: not empty means not ready. */
  readonly stopped: readonly string[];
  readonly log: { readonly status: State; readonly facts: number | null };
  readonly read: { readonly status: State };
  readonly ops: { readonly status: State };
  readonly keys: { readonly status: State };
  readonly disk: { readonly status: State };
  readonly projections: readonly ProjectionHealth[];
  readonly reactors: { readonly failing: readonly string[]; readonly parked: number | null };
}

export interface Health {
  report(): Promise<HealthReport>;
}
