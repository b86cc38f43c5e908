/** Work that answers at once, behind a port that promises to: what it throws is a rejection. */
export function answer<T>(work: () => T): Promise<T> {
  return new Promise((resolve) => resolve(work()));
}
