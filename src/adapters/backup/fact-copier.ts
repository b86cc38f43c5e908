import { maxAppendBytes, type EventStore, type StoredFact } from '../eventstore/event-store.port';
import { attachedFiles } from './attached-files';
import { BackupRefused, type BackupProgress, type Contents } from './contents.port';

export interface TransferOptions {
  readonly onProgress: BackupProgress;
  readonly signal: AbortSignal;
  /** Concurrent appends. More than one only if the store keeps the order in which they were sent. */
  readonly maxConcurrent: number;
}

/** Copies facts in log order into a log that is empty, or holds the first of them already. */
export class FactCopier {
  readonly files = new Set<string>();
  seen = 0;
  already = 0;
  private after: string | null = null;

  constructor(
    private readonly from: Contents,
    private readonly log: EventStore,
    private readonly options: TransferOptions,
  ) {}

  async copy(): Promise<void> {
    const total = await this.from.count();
    for await (const page of this.from.facts()) {
      this.options.signal.throwIfAborted();
      await this.copyPage(page);
      this.seen += page.length;
      for (const file of attachedFiles(page)) this.files.add(file);
      this.options.onProgress(this.seen, total, 'facts');
    }
    if ((await this.log.readAll(this.after, 1)).length > 0) throw differentFacts(this.seen + 1);
  }

  private async copyPage(page: readonly StoredFact[]): Promise<void> {
    const there = await this.log.readAll(this.after, page.length);
    this.checkPage(page, there);
    this.already += there.length;
    const missing = page.slice(there.length);
    if (missing.length === 0) return;
    await this.append(missing);
    const brought = await this.log.readAll(this.after, missing.length + 1);
    if (brought.length !== missing.length) throw differentFacts(this.log.logIndexOf(this.after) + 1);
    this.checkPage(missing, brought);
  }

  private checkPage(expected: readonly StoredFact[], found: readonly StoredFact[]): void {
    found.forEach((fact, i) => mustBeEqual(expected[i], fact));
    this.after = found.at(-1)?.position ?? this.after;
  }

  private async append(facts: readonly StoredFact[]): Promise<void> {
    const { maxConcurrent, signal } = this.options;
    const runs = runsOf(facts);
    for (let i = 0; i < runs.length; i += maxConcurrent) {
      signal.throwIfAborted();
      const appends = runs.slice(i, i + maxConcurrent).map((run) => this.log.append(run[0].stream, run[0].revision - 1, run));
      const failed = (await Promise.allSettled(appends)).find((one) => one.status === 'rejected');
      if (failed !== undefined) throw failed.reason;
    }
  }
}

type Run = readonly [StoredFact, ...StoredFact[]];

/** Groups neighbouring facts of one stream up to the size of one append. */
function runsOf(facts: readonly StoredFact[]): readonly Run[] {
  const runs: [StoredFact, ...StoredFact[]][] = [];
  let bytes = 0;
  for (const fact of facts) {
    const size = Buffer.byteLength(fact.content) + Buffer.byteLength(fact.facets ?? '');
    const run = runs.at(-1);
    if (run?.[0].stream === fact.stream && bytes + size <= maxAppendBytes) {
      run.push(fact);
      bytes += size;
    } else {
      runs.push([fact]);
      bytes = size;
    }
  }
  return runs;
}

const compared = ['id', 'type', 'stream', 'revision', 'content', 'contentHash', 'hash', 'facets', 'logIndex'] as const;

export function mustBeEqual(one: StoredFact | undefined, other: StoredFact): void {
  if (one === undefined || compared.some((member) => one[member] !== other[member])) throw differentFacts(other.logIndex);
}

export function differentFacts(logIndex: number): BackupRefused {
  return new BackupRefused(
    `The target has other facts than the source from number ${logIndex} on. Its facts were not changed. ` +
      'Choose an empty target, or one that an unfinished run of this source has filled.',
  );
}
