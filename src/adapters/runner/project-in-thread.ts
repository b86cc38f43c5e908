import { Worker } from 'node:worker_threads';
import { LeaseLost } from '../../projections/kernel/documents.port';
import { pause } from './back-off';
import { defer } from './deferred';
import type { Deferred } from './deferred';
import type { Projecting, ProjectingOrder, StartProjecting } from './projecting';
import type { News, Order } from './thread-messages';

export interface ThreadParts {
  /** What the thread runs; it calls `serveProjections`. */
  readonly file: string;
  /** What it needs to open its own connections; the lease's token goes with it. */
  readonly data: object;
  /** Default: those of this process. */
  readonly execArgv?: readonly string[];
  /** Rings in this thread when facts were appended. */
  readonly appended: { readonly seen: number; after(seen: number, signal: AbortSignal): Promise<void> };
}

/** A batch of facts outlives several of V8's default young generations, and each would copy it: a third of the time of a rebuild. */
const resourceLimits = { maxYoungGenerationSizeMb: 192 };

/** The first fact is told of at once, those that follow together: every message wakes the thread, and takes this one's time to send. */
const gatherMs = 5;

/** In a thread of their own: this one neither folds nor writes, and is told where they stand. */
export function projectInThread(parts: ThreadParts): StartProjecting {
  return async (order) => {
    const thread = new ProjectingThread(parts, order);
    await thread.opened.promise;
    return thread;
  };
}

class ProjectingThread implements Projecting {
  readonly opened = defer();
  private readonly ended = defer();
  private readonly rebuilds = new Map<number, Deferred>();
  private readonly thread: Worker;
  private last = 0;
  private failure: Error | null = null;

  constructor(
    private readonly parts: ThreadParts,
    private readonly order: ProjectingOrder,
  ) {
    const { file, data, execArgv } = parts;
    const workerData = { ...data, token: order.token };
    this.thread = new Worker(file, { workerData, resourceLimits, ...(execArgv !== undefined && { execArgv: [...execArgv] }) });
    this.thread.on('message', (news: News) => this.hear(news));
    this.thread.on('error', (error) => (this.failure ??= error));
    this.thread.on('exit', () => this.end());
    order.signal.addEventListener('abort', () => this.post({ kind: 'stop' }), { once: true });
    // Asked for by `run`, which may come after the end.
    this.ended.promise.catch(() => undefined);
  }

  async run(): Promise<void> {
    const over = new AbortController();
    const passingOn = this.passOn(AbortSignal.any([this.order.signal, over.signal]));
    try {
      await this.ended.promise;
    } finally {
      over.abort();
      await passingOn;
    }
  }

  async rebuild(names: readonly string[]): Promise<void> {
    if (this.failure !== null) throw this.failure;
    const number = ++this.last;
    const rebuilt = defer();
    this.rebuilds.set(number, rebuilt);
    this.post({ kind: 'rebuild', number, names });
    await rebuilt.promise;
  }

  /** The log's writer tells this thread only. */
  private async passOn(signal: AbortSignal): Promise<void> {
    const { appended } = this.parts;
    while (!signal.aborted) {
      const { seen } = appended;
      this.post({ kind: 'appended' });
      await pause(gatherMs, signal);
      await appended.after(seen, signal);
    }
  }

  private hear(news: News): void {
    switch (news.kind) {
      case 'opened': {
        this.opened.resolve();
        return;
      }
      case 'told': {
        this.order.told(news.statuses);
        return;
      }
      case 'trouble': {
        this.order.trouble(news.why === null ? null : new Error(news.why));
        return;
      }
      case 'rebuilt': {
        this.rebuilt(news.number, news.failure);
        return;
      }
      case 'failed':
        this.failure =
          news.leaseLost === null ? Object.assign(new Error(news.why), { name: news.name }) : new LeaseLost(news.leaseLost);
    }
  }

  private rebuilt(number: number, failure: string | null): void {
    const order = this.rebuilds.get(number);
    this.rebuilds.delete(number);
    if (failure === null) order?.resolve();
    else order?.reject(new Error(failure));
  }

  private end(): void {
    this.failure ??= new Error('the thread of the projections has ended');
    this.opened.reject(this.failure);
    for (const number of [...this.rebuilds.keys()]) this.rebuilt(number, this.failure.message);
    if (this.order.signal.aborted) this.ended.resolve();
    else this.ended.reject(this.failure);
  }

  private post(order: Order): void {
    this.thread.postMessage(order);
  }
}
