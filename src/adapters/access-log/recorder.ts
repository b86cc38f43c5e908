import type { Instant } from '../../domain/kernel/instant';
import type { Clock } from '../system/clock.port';
import type { Access, AccessLog, AccessNote, AccessRecorder } from './access-log.port';

/** Resolves the ids of tickets and tokens, and the organisations of people and tickets. */
export type Resolve = (notes: readonly AccessNote[]) => Promise<readonly Omit<Access, 'at' | 'kind'>[]>;

export interface RecorderParts {
  readonly log: Pick<AccessLog, 'append'>;
  readonly resolve: Resolve;
  readonly clock: Clock;
  /** Called with the error when the log becomes unwritable, and with null when it recovers. */
  readonly onFailure?: (error: unknown) => void;
  /** Batching delay. A killed process loses at most this much. */
  readonly flushMs?: number;
  /** Queue limit. Further notes are counted and dropped. */
  readonly mostWaiting?: number;
}

export interface StoppableRecorder extends AccessRecorder {
  /** Writes the queue if possible. */
  close(): Promise<void>;
}

interface Waiting {
  readonly at: Instant;
  readonly note: AccessNote;
}

const perBatch = 200;
const mostKeys = 100_000;
const longestPauseMs = 30_000;
const hourOf = (at: Instant): string => at.slice(0, 13);

/** Queues notes and writes them in batches. Requests never wait for it, and its failures never reach them. */
export function accessRecorder(parts: RecorderParts): StoppableRecorder {
  const { log, resolve, clock, onFailure, flushMs = 500, mostWaiting = 10_000 } = parts;
  const waiting: Waiting[] = [];
  const once = new OncePerHour();
  let missed = 0;
  let failures = 0;
  let timer: NodeJS.Timeout | null = null;
  let writing: Promise<void> = Promise.resolve();

  const flush = async (): Promise<void> => {
    timer = null;
    if (missed > 0) {
      waiting.push({ at: clock.now(), note: { kind: 'entries-missed', detail: String(missed) } });
      missed = 0;
    }
    const batch = waiting.slice(0, perBatch);
    if (batch.length === 0) return;
    const resolved = await resolve(batch.map(({ note }) => note));
    const accesses = batch.flatMap(({ at, note: { kind } }, i) => {
      const found = resolved[i];
      return found === undefined ? [] : [{ ...found, at, kind }];
    });
    await log.append(accesses);
    waiting.splice(0, batch.length);
  };
  const write = async (): Promise<void> => {
    try {
      await flush();
      if (failures > 0) onFailure?.(null);
      failures = 0;
    } catch (error) {
      failures += 1;
      onFailure?.(error);
    }
    if (waiting.length > 0) schedule();
  };
  const startWriting = (): void => {
    writing = writing.then(write);
  };
  const schedule = (): void => {
    const pauseMs = failures === 0 ? flushMs : Math.min(longestPauseMs, flushMs * 2 ** failures);
    const isFull = waiting.length >= perBatch && failures === 0;
    timer ??= setTimeout(startWriting, isFull ? 0 : pauseMs).unref();
  };

  return {
    record: (note) => {
      const at = clock.now();
      if (!once.isNew(note, at)) return;
      if (waiting.length >= mostWaiting) missed += 1;
      else waiting.push({ at, note });
      schedule();
    },
    close: async () => {
      if (timer !== null) clearTimeout(timer);
      await writing;
      // The write may have scheduled the next batch.
      if (timer !== null) clearTimeout(timer);
      for (let before = Infinity; waiting.length + missed > 0 && waiting.length < before;) {
        before = waiting.length;
        await flush().catch((error: unknown) => onFailure?.(error));
      }
    },
  };
}

/** Deduplicates views for an hour. A restart forgets them. */
class OncePerHour {
  private hour = '';
  private readonly seen = new Set<string>();

  isNew({ kind, oncePerHour }: AccessNote, at: Instant): boolean {
    if (oncePerHour === undefined) return true;
    const hour = hourOf(at);
    if (hour !== this.hour || this.seen.size >= mostKeys) this.seen.clear();
    this.hour = hour;
    const key = `${kind} ${oncePerHour}`;
    if (this.seen.has(key)) return false;
    this.seen.add(key);
    return true;
  }
}
