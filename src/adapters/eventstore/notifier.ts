/** Wakes waiting readers in this process. A notification between a reader's check and its wait is not lost. */
export class Notifier {
  private count = 0;
  private readonly waiting = new Set<() => void>();

  /** Read this before checking, then pass it to `after`. */
  get seen(): number {
    return this.count;
  }

  notify(): void {
    this.count++;
    for (const wake of [...this.waiting]) wake();
  }

  /** Resolves at the first notification after `seen`, or when the signal aborts. */
  async waitAfter(seen: number, signal: AbortSignal): Promise<void> {
    if (this.count !== seen || signal.aborted) return;
    await new Promise<void>((resolve) => {
      const wake = (): void => {
        this.waiting.delete(wake);
        signal.removeEventListener('abort', wake);
        resolve();
      };
      this.waiting.add(wake);
      signal.addEventListener('abort', wake);
    });
  }
}
