/** Lets a few jobs run at once. Owners are served in turn, so that nobody's hundred jobs keep others waiting. */
export interface FairQueue {
  /** @throws the reason of the signal, where it is aborted before the turn comes; whatever the work throws */
  run<T>(owner: string, work: () => Promise<T>, signal?: AbortSignal): Promise<T>;
}

type Turn = () => void;

export function fairQueue(atOnce: number): FairQueue {
  /** In the order in which owners were served last. */
  const waiting = new Map<string, Turn[]>();
  let running = 0;

  const next = (): void => {
    const [first] = waiting;
    if (first === undefined) return;
    const [owner, turns] = first;
    waiting.delete(owner);
    const turn = turns.shift();
    if (turns.length > 0) waiting.set(owner, turns);
    turn?.();
  };
  const leave = (owner: string, turn: Turn): void => {
    const left = (waiting.get(owner) ?? []).filter((one) => one !== turn);
    if (left.length === 0) waiting.delete(owner);
    else waiting.set(owner, left);
  };
  const turnOf = (owner: string, signal: AbortSignal | undefined): Promise<void> =>
    new Promise((resolve, reject) => {
      const abort = (): void => {
        leave(owner, turn);
        reject(signal?.reason as Error);
      };
      const turn = (): void => {
        signal?.removeEventListener('abort', abort);
        running += 1;
        resolve();
      };
      if (running < atOnce) {
        turn();
        return;
      }
      signal?.addEventListener('abort', abort, { once: true });
      waiting.set(owner, [...(waiting.get(owner) ?? []), turn]);
    });

  return {
    async run(owner, work, signal) {
      signal?.throwIfAborted();
      await turnOf(owner, signal);
      try {
        return await work();
      } finally {
        running -= 1;
        next();
      }
    },
  };
}
