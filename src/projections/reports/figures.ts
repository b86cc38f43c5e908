/** Durations over many tickets, in hours rounded to four decimals. */
export interface Spread {
  readonly n: number;
  readonly mean: number | null;
  readonly median: number | null;
  /** The value at index ⌊0.9 · n⌋ of the sorted values. */
  readonly p90: number | null;
  readonly max: number | null;
}

export function spreadOf(values: readonly number[]): Spread {
  const n = values.length;
  if (n === 0) return { n, mean: null, median: null, p90: null, max: null };
  const sorted = Float64Array.from(values).sort();
  const at = (index: number): number => sorted[index] ?? 0;
  const mean = sorted.reduce((sum, value) => sum + value, 0) / n;
  const median = (at((n - 1) >> 1) + at(n >> 1)) / 2;
  return { n, mean: rounded(mean), median: rounded(median), p90: rounded(at(Math.floor(0.9 * n))), max: rounded(at(n - 1)) };
}

export function rounded(value: number): number {
  return Math.round(value * 10_000) / 10_000;
}

export type Counts = { readonly [key: string]: number };

/** Counts by key, returned in the order of the keys. */
export class Tally {
  private readonly counts = new Map<string, number>();

  add(key: string | number | null | undefined, by = 1): void {
    if (key !== null && key !== undefined) this.counts.set(String(key), (this.counts.get(String(key)) ?? 0) + by);
  }

  of(key: string): number {
    return this.counts.get(key) ?? 0;
  }

  sum(): number {
    return [...this.counts.values()].reduce((sum, count) => sum + count, 0);
  }

  size(): number {
    return this.counts.size;
  }

  keys(): readonly string[] {
    return [...this.counts.keys()];
  }

  all(): Counts {
    return Object.fromEntries([...this.counts].sort(([a], [b]) => compare(a, b)));
  }

  /** All keys that can be among the first `size`, however ties are ordered. */
  contenders(size: number): readonly (readonly [string, number])[] {
    const sorted = [...this.counts].sort(([, a], [, b]) => b - a);
    const least = sorted[size - 1]?.[1] ?? 0;
    return sorted.filter(([, count]) => count >= least);
  }
}

/** Compares by code unit, so the order is the same in every locale. */
export function compare(a: string, b: string): number {
  return a < b ? -1 : a > b ? 1 : 0;
}
