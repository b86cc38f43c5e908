import type { Documents } from './documents.port';

/** The live read models by projection name, whichever version is current. Questions read these. */
export interface ReadModels extends Pick<Documents, 'get' | 'getMany' | 'find' | 'count'> {
  /** The state of each projection. */
  status(): Promise<readonly ProjectionStatus[]>;
  /** Waits until the named projections have passed `position`. Returns false after `timeoutMs` (read-your-writes, never an error). */
  waitFor(projections: readonly string[], position: string, timeoutMs: number): Promise<boolean>;
}

export interface ProjectionStatus {
  readonly name: string;
  readonly version: number;
  readonly position: string | null;
  readonly state: 'live' | 'catching-up' | 'stopped';
  /** Why it stopped: the fact and the error. */
  readonly failure: string | null;
  /** 0–100 while a rebuild runs beside the live version. */
  readonly rebuildPercent: number | null;
  /** Present while it is stopped by an outage of a store, and goes on by itself. */
  readonly retrying?: true;
}
