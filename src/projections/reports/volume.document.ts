import type { Counts, Spread } from './figures';

/** The volume report: the same JSON for the page, the API and the script. Values are counts unless stated otherwise. */
export interface VolumeReport {
  readonly tickets: number;
  /** Every ISO week from the first opening to the last opening or closing. */
  readonly weekly: readonly VolumeWeek[];
  readonly status: { readonly open: number; readonly closed: number };
  readonly phases: Counts;
  readonly resolutions: Counts;
  /** Hours from opening. A ticket that is open again counts as never closed. */
  readonly hours: { readonly toFirstSolved: Spread; readonly toLastSolved: Spread; readonly toLastClosed: Spread };
  readonly reopens: {
    readonly total: number;
    readonly tickets: number;
    readonly fromSolved: number;
    readonly fromClosed: number;
    /** Number of reopenings → number of tickets. */
    readonly distribution: Counts;
    readonly top: readonly Ranked[];
  };
  readonly teamMoves: {
    readonly total: number;
    readonly tickets: number;
    readonly distribution: Counts;
    /** Per ticket, to four decimals. */
    readonly mean: number;
  };
  readonly priorities: {
    readonly first: Counts;
    readonly last: Counts;
    /** `moderate -> high`. */
    readonly changes: Counts;
    readonly changesTotal: number;
    readonly ticketsChanged: number;
  };
  /** From the imported source, for tickets where it said so. */
  readonly sla: { readonly made: number; readonly missed: number };
  readonly channels: Counts;
  readonly openedPerMonth: Counts;
  readonly closedPerMonth: Counts;
  /** 0 is Monday. */
  readonly openedByWeekday: Counts;
  readonly openedByHour: Counts;
  /** The first ten of each, by count, then name. */
  readonly top: {
    readonly categories: readonly Ranked[];
    readonly teams: readonly Ranked[];
    readonly locations: readonly Ranked[];
    readonly callers: readonly Ranked[];
    readonly solvers: readonly Ranked[];
  };
}

export interface VolumeWeek {
  readonly week: string;
  readonly opened: number;
  /** By the last closing. */
  readonly finallyClosed: number;
  readonly openAtEnd: number;
}

export interface Ranked {
  readonly id: string;
  readonly name: string;
  readonly count: number;
}
