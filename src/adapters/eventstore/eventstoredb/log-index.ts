import { StoreCorrupted } from '../errors';
import { bytesOf, positionBytes } from './position';

/** Remembers counted positions from one start to the next. Whatever it forgets is counted again. */
export interface LogIndexMemory {
  get(block: number): Promise<string | null>;
  put(block: number, positions: string): Promise<void>;
}

export const blockFacts = 1000;
const blockBytes = blockFacts * positionBytes;

/**
 * The positions of all facts in log order, which is what gives each its log index: EventStoreDB numbers bytes, not facts. 16 bytes a fact.
 */
export class LogIndex {
  private bytes = Buffer.alloc(blockBytes);
  private count = 0;
  private saved = 0;
  private saving: Promise<void> = Promise.resolve();

  constructor(private readonly memory?: LogIndexMemory) {}

  get size(): number {
    return this.count;
  }

  /** Of the newest fact counted; null before the first. */
  get last(): string | null {
    return this.at(this.count);
  }

  /** Null for 0: before the first fact. */
  at(logIndex: number): string | null {
    return logIndex === 0 ? null : this.entry(logIndex).toString('hex');
  }

  /** 1 …; null: no fact that was counted stands there. */
  find(position: string): number | null {
    const logIndex = this.countTo(position);
    return this.at(logIndex) === position ? logIndex : null;
  }

  /** How many facts stand at or before it. */
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
   * A reader met this fact as the one with this log index.
   * @throws {StoreCorrupted} another stood there when it was counted: something was taken out of the log
   */
  met(logIndex: number, position: string): void {
    if (logIndex === this.count + 1) this.add(position);
    else if (this.at(logIndex) !== position) {
      throw new StoreCorrupted(
        `fact ${logIndex} of the log stood at ${String(this.at(logIndex))}, now there is another. Was a stream deleted or truncated? ` +
          'Restore the log from a backup',
      );
    }
  }

  /** Takes what the memory holds. */
  async recall(): Promise<void> {
    for (let block = 0; ; block++) {
      const text = await this.memory?.get(block);
      if (text === null || text === undefined) return;
      for (const position of text.match(/.{32}/g) ?? []) this.add(position);
      this.saved = this.count;
    }
  }

  forget(): void {
    this.count = 0;
    this.saved = 0;
  }

  /** Resolves when what was counted is remembered, or cannot be. */
  async settled(): Promise<void> {
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
    if (this.count % blockFacts === 0) this.saving = this.saving.then(() => this.save()).catch(() => undefined);
  }

  /** Full blocks only: they never change. One that cannot be saved is tried again with the next. */
  private async save(): Promise<void> {
    while (this.memory !== undefined && this.saved + blockFacts <= this.count) {
      const block = this.saved / blockFacts;
      await this.memory.put(block, this.bytes.toString('hex', block * blockBytes, (block + 1) * blockBytes));
      this.saved += blockFacts;
    }
  }
}
