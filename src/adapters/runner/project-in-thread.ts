import { Worker } from 'node:worker_threads';
import { LeaseLost } from '../../projections/kernel/documents.port';
import { pause } from './back-off';
import { defer } from './deferred';
import type { Deferred } from './deferred';
import type { RunningProjections, ProjectingOptions, StartProjections } from './running-projections';
import type { ThreadMessage, ThreadCommand } from './thread-messages';

export interface ThreadParts {
  /** Script of the thread, which calls `serveProjections`. */
  readonly file: string;
  /** Its `workerData`, in addition to the token of the lease. */
  readonly data: object;
  /** Default: those of this process. */
  readonly execArgv?: readonly string[];
  /** Notified in this thread after each append. */
  readonly appended: { readonly seen: number; waitAfter(seen: number, signal: AbortSignal): Promise<void> };
}

/** A batch survives several collections of V8's default young generation. Copying it each time took a third of a rebuild. */
const resourceLimits = { maxYoungGenerationSizeMb: 192 };

/** The first append is reported at once, later ones together, because each message costs time on both threads. */
const gatherMs = 5;

/** Runs the projections in a worker thread, so this thread neither folds nor writes. */
export function projectInThread(parts: ThreadParts): StartProjections {
  return async (options) => {
    const thread = new ProjectionThread(parts, options);
    await thread.opened.promise;
    return thread;
  };
}

class ProjectionThread implements RunningProjections {
  readonly opened = defer();
  private readonly ended = defer();
  private readonly rebuilds = new Map<number, Deferred>();
  private readonly thread: Worker;
  private last = 0;
  private failure: Error | null = null;

  constructor(
    private readonly parts: ThreadParts,
    private readonly options: ProjectingOptions,
  ) {
    const { file, data, execArgv } = parts;
    const workerData = { ...data, token: options.token };
    this.thread = new Worker(file, { workerData, resourceLimits, ...(execArgv !== undefined && { execArgv: [...execArgv] }) });
    this.thread.on('message', (message: ThreadMessage) => this.receive(message));
    this.thread.on('error', (error) => (this.failure ??= error));
    this.thread.on('exit', () => this.end());
    options.signal.addEventListener('abort', () => this.post({ kind: 'stop' }), { once: true });
    // `run` may be called after the thread has ended.
    this.ended.promise.catch(() => undefined);
  }

  async run(): Promise<void> {
    const over = new AbortController();
    const passingOn = this.forwardAppends(AbortSignal.any([this.options.signal, over.signal]));
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

  /** The writer of the log notifies only this thread, so appends are forwarded. */
  private async forwardAppends(signal: AbortSignal): Promise<void> {
    const { appended } = this.parts;
    while (!signal.aborted) {
      const { seen } = appended;
      this.post({ kind: 'appended' });
      await pause(gatherMs, signal);
      await appended.waitAfter(seen, signal);
    }
  }

  private receive(message: ThreadMessage): void {
    switch (message.kind) {
      case 'opened': {
        this.opened.resolve();
        return;
      }
      case 'status': {
        this.options.onStatus(message.statuses);
        return;
      }
      case 'failure': {
        this.options.onFailure(message.why === null ? null : new Error(message.why));
        return;
      }
      case 'rebuilt': {
        this.rebuilt(message.number, message.failure);
        return;
      }
      case 'failed':
        this.failure =
          message.leaseLost === null
            ? Object.assign(new Error(message.why), { name: message.name })
            : new LeaseLost(message.leaseLost);
    }
  }

  private rebuilt(number: number, failure: string | null): void {
    const pending = this.rebuilds.get(number);
    this.rebuilds.delete(number);
    if (failure === null) pending?.resolve();
    else pending?.reject(new Error(failure));
  }

  private end(): void {
    this.failure ??= new Error('the projection thread has ended');
    this.opened.reject(this.failure);
    for (const number of [...this.rebuilds.keys()]) this.rebuilt(number, this.failure.message);
    if (this.options.signal.aborted) this.ended.resolve();
    else this.ended.reject(this.failure);
  }

  private post(command: ThreadCommand): void {
    this.thread.postMessage(command);
  }
}
