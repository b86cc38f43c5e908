import { once } from 'node:events';
import { join } from 'node:path';
import { Worker } from 'node:worker_threads';
import { OutcomeUncertain, StoreUnavailable, WrongExpectedRevision } from '../errors';
import type { EncodedFact } from '../event-store.port';
import { storeError, type DriverError } from './errors';
import { formatVersion, schema, statements, writerPragmas } from './schema';

export interface WriterSetup {
  readonly file: string;
  readonly pragmas: readonly string[];
  readonly schema: string;
  readonly statements: typeof statements;
  /** Written to a new log only. */
  readonly meta: { readonly logId: string; readonly format: string };
}

/** stream, revision, id, type, content, content hash, hash, facets */
type InsertRow = readonly [string, number, string, string, string, string, string, string | null];

export interface AppendOrder {
  /** Matches the outcome with its promise. */
  readonly number: number;
  readonly stream: string;
  readonly expectedRevision: number;
  readonly rows: readonly InsertRow[];
}
export type Order = { readonly appends: readonly AppendOrder[] } | { readonly close: true };

export type Outcome =
  | { readonly number: number; readonly position: number }
  | { readonly number: number; readonly actual: number }
  | { readonly number: number; readonly failed: DriverError };
export interface Ready {
  readonly logId: string;
  readonly format: number;
  readonly synchronous: number;
}
export type Answer = { readonly ready: Ready } | { readonly failed: DriverError } | { readonly outcomes: readonly Outcome[] };

/** Appends per message. A full batch is sent before the turn ends, so the writer works while more facts are encoded. */
const maxBatch = 32;

interface Pending {
  readonly order: AppendOrder;
  readonly resolve: (position: number) => void;
  readonly reject: (error: Error) => void;
}

/**
 * Proxy of the thread that writes the database. The thread keeps disk I/O off the caller's thread and commits together all appends
 * that arrive during a commit.
 */
export class SqliteWriter {
  private readonly pending = new Map<number, Pending>();
  private unsent: AppendOrder[] = [];
  private last = 0;
  private stopReason: Error | null = null;

  private constructor(
    readonly thread: Worker,
    readonly ready: Ready,
    private readonly committed: () => void,
  ) {
    thread.on('message', (answer: Answer) => {
      if ('outcomes' in answer) this.settle(answer.outcomes);
    });
    thread.on('error', (error) => (this.stopReason = error));
    thread.on('exit', () => this.abandon());
  }

  /**
   * @param committed called after every commit
   * @throws {StoreUnavailable} the file cannot be opened or written
   * @throws {StoreCorrupted} the file is damaged or not a log
   */
  static async start(
    file: string,
    options: { readonly logId: string; readonly maxPages?: number },
    committed: () => void,
  ): Promise<SqliteWriter> {
    const pragmas = options.maxPages === undefined ? writerPragmas : [...writerPragmas, `max_page_count = ${options.maxPages}`];
    const meta = { logId: options.logId, format: String(formatVersion) };
    const setup: WriterSetup = { file, pragmas, schema, statements, meta };
    const thread = new Worker(join(__dirname, 'writer-thread.cjs'), { workerData: setup });
    return new SqliteWriter(thread, await firstAnswer(thread, file), committed);
  }

  /** Position of the last fact. */
  append(stream: string, expectedRevision: number, facts: readonly EncodedFact[]): Promise<number> {
    return new Promise((resolve, reject) => {
      if (this.stopReason !== null) throw stopped(this.stopReason);
      const order = { number: ++this.last, stream, expectedRevision, rows: facts.map(rowOf) };
      this.pending.set(order.number, { order, resolve, reject });
      const waiting = this.unsent.push(order);
      if (waiting === 1) setImmediate(() => this.send());
      if (waiting === maxBatch) this.send();
    });
  }

  /** Commits pending appends first. */
  async close(): Promise<void> {
    if (this.stopReason !== null) return;
    const ended = once(this.thread, 'exit');
    this.send();
    this.post({ close: true });
    this.stopReason = new Error('it was closed');
    await ended;
  }

  /** Sends the appends of one turn together, because a message costs more than its content. */
  private send(): void {
    const appends = this.unsent;
    this.unsent = [];
    if (appends.length > 0 && this.stopReason === null) this.post({ appends });
  }

  private post(order: Order): void {
    this.thread.postMessage(order);
  }

  private settle(outcomes: readonly Outcome[]): void {
    for (const outcome of outcomes) {
      const pending = this.pending.get(outcome.number) as Pending;
      this.pending.delete(outcome.number);
      if ('position' in outcome) pending.resolve(outcome.position);
      else pending.reject(refusal(pending.order, outcome));
    }
    if (outcomes.some((outcome) => 'position' in outcome)) this.committed();
  }

  private abandon(): void {
    this.stopReason ??= new Error('the thread ended');
    for (const { reject } of this.pending.values()) {
      reject(new OutcomeUncertain('the writer thread of the event store stopped before it answered', { cause: this.stopReason }));
    }
    this.pending.clear();
  }
}

function stopped(cause: Error): StoreUnavailable {
  return new StoreUnavailable('the writer thread of the event store has stopped. Restart the server', { cause });
}

async function firstAnswer(thread: Worker, file: string): Promise<Ready> {
  const [answer] = (await once(thread, 'message')) as [Answer];
  if ('ready' in answer) return answer.ready;
  throw storeError('failed' in answer ? answer.failed : new Error('the writer answered out of turn'), file);
}

function rowOf(fact: EncodedFact): InsertRow {
  return [fact.stream, fact.revision, fact.id, fact.type, fact.content, fact.contentHash, fact.hash, fact.facets];
}

function refusal({ stream, expectedRevision }: AppendOrder, outcome: Exclude<Outcome, { position: number }>): Error {
  return 'actual' in outcome ? new WrongExpectedRevision(stream, expectedRevision, outcome.actual) : storeError(outcome.failed);
}
