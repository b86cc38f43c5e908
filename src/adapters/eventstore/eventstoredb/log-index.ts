import { StoreCorrupted } from '../errors';
import type { StreamDamage } from '../event-store.port';
import { StreamChanges } from './stream-changes';
import { bytesOf, positionBytes } from './position';

/** Keeps counted positions between starts. Lost positions are counted again. */
export interface LogIndexCache {
  get(block: number): Promise<string | null>;
  put(block: number, positions: string): Promise<void>;
  /** What others did to streams up to the counted positions. */
  damages(): Promise<readonly StreamDamage[]>;
  putDamages(damages: readonly StreamDamage[]): Promise<void>;
}

export const factsPerBlock = 1000;
const blockBytes = factsPerBlock * positionBytes;

/** Positions of all facts in log order, 16 bytes each. They give each fact its log index, because EventStoreDB numbers bytes. */
export class LogIndex {
  private bytes = Buffer.alloc(blockBytes);
  private count = 0;
  private saved = 0;
  private saving: Promise<void> = Promise.resolve();

  readonly changes: StreamChanges;

  constructor(private readonly cache?: LogIndexCache) {
    this.changes = new StreamChanges((damages) => this.afterwards(async () => this.cache?.putDamages(damages)));
  }

  get size(): number {
    return this.count;
  }

  /** Position of the newest counted fact, or null. */
  get last(): string | null {
    return this.at(this.count);
  }

  /** Null for 0, the index before the first fact. */
  at(logIndex: number): string | null {
    return logIndex === 0 ? null : this.entry(logIndex).toString('hex');
  }

  /** Null if no counted fact has this position. */
  find(position: string): number | null {
    const logIndex = this.countTo(position);
    return this.at(logIndex) === position ? logIndex : null;
  }

  /** Number of facts at or before a position. */
  countTo(position: string): number {
    const wanted = bytesOf(position);
    let [low, high] = [0, this.count];
    while (low < high) {
      const middle = (low + high + 1) >> 1;
      if (this.entry(middle).compare(wanted) <= 0) low = middle;
      else high = middle - 1;
    }
    return low;
  }

  /**
   * Records the position of a fact, or compares it with the recorded one.
   * @throws {StoreCorrupted} another fact was counted at this index, so the log lost facts
   */
  record(logIndex: number, position: string): void {
    if (logIndex === this.count + 1) this.add(position);
    else if (this.at(logIndex) !== position) {
      throw new StoreCorrupted(
        `fact ${logIndex} of the log was at ${String(this.at(logIndex))}, now it is at ${position}. Was a stream deleted or truncated? ` +
          'Restore the log from a backup',
      );
    }
  }

  /** Loads the cached positions. */
  async load(): Promise<void> {
    if (this.cache === undefined) return;
    this.changes.load(await this.cache.damages());
    for (let block = 0; ; block++) {
      const text = await this.cache.get(block);
      if (text === null) return;
      for (const position of text.match(/.{32}/g) ?? []) this.add(position);
      this.saved = this.count;
    }
  }

  clear(): void {
    this.count = 0;
    this.saved = 0;
    this.changes.clear();
  }

  /** Resolves when the counted positions are saved, or saving has failed. */
  async flushed(): Promise<void> {
    await this.saving;
  }

  private entry(logIndex: number): Buffer {
    return this.bytes.subarray((logIndex - 1) * positionBytes, logIndex * positionBytes);
  }

  private add(position: string): void {
    if (this.count * positionBytes === this.bytes.length)
      this.bytes = Buffer.concat([this.bytes, Buffer.alloc(this.bytes.length)]);
    this.count++;
    bytesOf(position).copy(this.entry(this.count));
    if (this.count % factsPerBlock === 0) this.afterwards(() => this.save());
  }

  /** In order: what is known of the streams is saved before the positions that were counted with it. */
  private afterwards(work: () => Promise<void>): void {
    this.saving = this.saving.then(work).catch(() => undefined);
  }

  /** Saves full blocks only, because they never change. A failed block is retried with the next. */
  private async save(): Promise<void> {
    while (this.cache !== undefined && this.saved + factsPerBlock <= this.count) {
      const block = this.saved / factsPerBlock;
      await this.cache.put(block, this.bytes.toString('hex', block * blockBytes, (block + 1) * blockBytes));
      this.saved += factsPerBlock;
    }
  }
}
