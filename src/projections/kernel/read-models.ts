import type { Documents } from './documents.port';

/** The live read models by projection name, whatever version is current. What queries are given. */
export interface ReadModels extends Pick<Documents, 'get' | 'getMany' | 'find' | 'count'> {
  /** Where a projection stands. */
  status(): Promise<readonly ProjectionStatus[]>;
  /** Waits until the named projections have passed `position`; false after `timeoutMs` (read-your-writes, never an error). */
  waitFor(projections: readonly string[], position: string, timeoutMs: number): Promise<boolean>;
}

export interface ProjectionStatus {
  readonly name: string;
  readonly version: number;
  readonly position: string | null;
  readonly state: 'live' | 'catching-up' | 'stopped';
  /** Why it stopped: the fact and the error. */
  readonly failure: string | null;
  /** 0–100 while a rebuild runs beside the live one. */
  readonly rebuildPercent: number | null;
}
