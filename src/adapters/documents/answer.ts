/** Wraps synchronous work in a promise, which rejects if the work throws. */
export function answer<T>(work: () => T): Promise<T> {
  return new Promise((resolve) => resolve(work()));
}
