/** Tells waiting readers of this process that something was appended. A ring between a reader's look and its wait is not lost. */
export class WakeUp {
  private rings = 0;
  private readonly waiting = new Set<() => void>();

  /** Take it before looking, hand it to `after`. */
  get seen(): number {
    return this.rings;
  }

  ring(): void {
    this.rings++;
    for (const wake of [...this.waiting]) wake();
  }

  /** Resolves at the first ring after `seen`, or when the signal aborts. */
  async after(seen: number, signal: AbortSignal): Promise<void> {
    if (this.rings !== seen || signal.aborted) return;
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
