import { StoreCorrupted } from '../errors';
import type { StreamDamage } from '../event-store.port';
import { StreamChanges } from './stream-changes';
import { bytesOf, positionBytes } from './position';

/** Keeps counted positions between starts. Lost positions are counted again. */
export interface LogIndexCache {
  get(block: number): Promise<string | null>;
  /** `damages`: what is known of the streams at the end of the block. Saved before its positions, so a kill never leaves those alone. */
  put(block: number, positions: string, damages: readonly StreamDamage[]): Promise<void>;
  /** At the end of the last saved block, or of the next one, if its positions were not saved any more. */
  damages(): Promise<readonly StreamDamage[]>;
}

export const factsPerBlock = 1000;
const blockBytes = factsPerBlock * positionBytes;

/** Positions of all facts in log order, 16 bytes each. They give each fact its log index, because EventStoreDB numbers bytes. */
export class LogIndex {
  private bytes = Buffer.alloc(blockBytes);
  private count = 0;
  private followedCount = 0;
  /** Full blocks that are not saved yet. */
  private unsaved: readonly FullBlock[] = [];
  private saving: Promise<void> = Promise.resolve();

  readonly changes = new StreamChanges();

  constructor(private readonly cache?: LogIndexCache) {}

  /** Number of facts up to which `changes` is complete. Readers of pages of their own may have counted more. */
  get followed(): number {
    return this.followedCount;
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

  /** The next fact and all changes before it are recorded. Only then is its position saved, because a start looks for changes after it. */
  follow(): void {
    this.followedCount++;
    if (this.cache === undefined || this.followedCount % factsPerBlock !== 0) return;
    this.unsaved = [...this.unsaved, { block: this.followedCount / factsPerBlock - 1, damages: this.changes.all() }];
    this.saving = this.saving.then(() => this.save()).catch(() => undefined);
  }

  /** Loads the cached positions. */
  async load(): Promise<void> {
    if (this.cache === undefined) return;
    for (let block = 0; ; block++) {
      const text = await this.cache.get(block);
      if (text === null) break;
      for (const position of text.match(/.{32}/g) ?? []) this.add(position);
    }
    this.followedCount = this.count;
    // Read after the blocks, because another thread may be saving more of both.
    if (this.count > 0) this.changes.load(await this.cache.damages());
  }

  clear(): void {
    this.count = 0;
    this.followedCount = 0;
    this.unsaved = [];
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
  }

  /** Saves full blocks only, because they never change. A failed block is retried with the next. */
  private async save(): Promise<void> {
    for (let [next] = this.unsaved; next !== undefined; [next] = this.unsaved) {
      const { block, damages } = next;
      await this.cache?.put(block, this.bytes.toString('hex', block * blockBytes, (block + 1) * blockBytes), damages);
      this.unsaved = this.unsaved.slice(1);
    }
  }
}

interface FullBlock {
  readonly block: number;
  readonly damages: readonly StreamDamage[];
}
