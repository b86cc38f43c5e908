/** Work on one thing, one after the other; on different things at once. */
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
