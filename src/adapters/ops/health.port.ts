export interface ProjectionHealth {
  readonly name: string;
  readonly version: number;
  readonly state: 'live' | 'catching-up' | 'stopped';
  /** Facts not folded yet. */
  readonly behind: number;
  readonly rebuildPercent: number | null;
}

type State = 'up' | 'down';

/** Public, so it reports states without causes. The causes are in the log and in `npm run status`. */
export interface HealthReport {
  readonly status: 'ready' | 'degraded';
  /** Unavailable stores, a full disk and stopped read models. If there are any, the server is not ready. */
  readonly stopped: readonly string[];
  /** `damagedStreams`: their facts were altered, hidden or deleted by others. The rest of the log works. */
  readonly log: { readonly status: State; readonly facts: number | null; readonly damagedStreams: number };
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
