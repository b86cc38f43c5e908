interface Waiting {
  readonly names: Set<string>;
  readonly position: string;
  readonly done: (passed: boolean) => void;
}

/** Where each projection stands, told to those who wait: nobody polls. */
export class Progress {
  private readonly positions = new Map<string, string>();
  private readonly waiting = new Set<Waiting>();
  private heard = (): void => undefined;

  reached(name: string, position: string | null): void {
    if (position === null) return;
    this.positions.set(name, position);
    for (const one of this.waiting) {
      if (position >= one.position && one.names.delete(name) && one.names.size === 0) one.done(true);
    }
  }

  position(name: string): string | null {
    return this.positions.get(name) ?? null;
  }

  /** Whether somebody waits: for this one, or for any. */
  isAwaited(name?: string): boolean {
    return name === undefined ? this.waiting.size > 0 : [...this.waiting].some(({ names }) => names.has(name));
  }

  /** In place of who was to be told before. */
  onceAwaited(tell: () => void): void {
    this.heard = tell;
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
      this.heard();
    });
  }

  /** Nobody is left waiting when the runner stops. */
  end(): void {
    for (const one of this.waiting) one.done(false);
  }
}
