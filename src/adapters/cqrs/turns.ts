/** Runs work on the same thing in sequence, on different things concurrently. */
export class Turns {
  private readonly last = new Map<string, Promise<unknown>>();

  take<T>(what: string, work: () => Promise<T>): Promise<T> {
    const done = (this.last.get(what) ?? Promise.resolve()).then(work);
    const over = done.catch(() => undefined);
    this.last.set(what, over);
    void over.then(() => this.last.get(what) === over && this.last.delete(what));
    return done;
  }
}
