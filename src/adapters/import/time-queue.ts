import type { Instant } from '../../domain/kernel/instant';

interface Queued<T> {
  readonly at: Instant;
  readonly item: T;
}

/** Earliest first, in insertion order for equal times. A sorted array is enough for thousands of items. */
export class TimeQueue<T> {
  /** Latest first, so that `take` moves no items. */
  private readonly items: Queued<T>[] = [];

  get size(): number {
    return this.items.length;
  }

  add(at: Instant, item: T): void {
    let [low, high] = [0, this.items.length];
    while (low < high) {
      const middle = (low + high) >>> 1;
      if ((this.items[middle]?.at ?? '') > at) low = middle + 1;
      else high = middle;
    }
    this.items.splice(low, 0, { at, item });
  }

  take(): T | undefined {
    return this.items.pop()?.item;
  }
}
