interface Waiting {
  readonly names: Set<string>;
  readonly position: string;
  readonly done: (passed: boolean) => void;
}

/** Position of each projection. Waiting readers are notified instead of polling. */
export class Progress {
  private readonly positions = new Map<string, string>();
  private readonly waiting = new Set<Waiting>();
  private onWait = (): void => undefined;

  advance(name: string, position: string | null): void {
    if (position === null) return;
    this.positions.set(name, position);
    for (const one of this.waiting) {
      if (position >= one.position && one.names.delete(name) && one.names.size === 0) one.done(true);
    }
  }

  position(name: string): string | null {
    return this.positions.get(name) ?? null;
  }

  /** True if a reader waits for this projection, or for any. */
  isAwaited(name?: string): boolean {
    return name === undefined ? this.waiting.size > 0 : [...this.waiting].some(({ names }) => names.has(name));
  }

  /** Replaces the previous listener. */
  setWaitListener(listener: () => void): void {
    this.onWait = listener;
  }

  passed(names: readonly string[], position: string, timeoutMs: number): Promise<boolean> {
    const behind = new Set(names.filter((name) => (this.positions.get(name) ?? '') < position));
    if (behind.size === 0) return Promise.resolve(true);
    return new Promise((resolve) => {
      const done = (passed: boolean): void => {
        clearTimeout(timer);
        this.waiting.delete(one);
        resolve(passed);
      };
      const one: Waiting = { names: behind, position, done };
      const timer = setTimeout(() => done(false), timeoutMs);
      this.waiting.add(one);
      this.onWait();
    });
  }

  /** Releases all waiting readers when the runner stops. */
  releaseAll(): void {
    for (const one of this.waiting) one.done(false);
  }
}
