import type { StreamDamage } from '../event-store.port';
import type { RecordedFact } from './collect';

/** Members of a stream's metadata that hide its first facts. */
interface Limits {
  readonly $tb?: unknown;
  readonly $maxCount?: unknown;
  readonly $maxAge?: unknown;
}

const metadataType = '$metadata';
const metadataPrefix = '$$';
const tombstoneType = '$streamDeleted';
/** The limit that a soft delete sets: the greatest revision there can be. */
const everything = 2 ** 63;

const undo =
  'Nothing is lost while nobody has scavenged: set its metadata to {}; after a soft delete twice, because with the first write the server ' +
  'itself sets $tb again';
const restore = 'It cannot be undone: restore the log from a backup of before';

/** What an event does to a stream of the log: hides facts of it, shows them again or deletes it. Null for all other events. */
export function changeIn({ streamId, type, data, created }: RecordedFact, prefix: string): StreamChange | null {
  const at = created.toISOString();
  if (type === tombstoneType) {
    return { stream: streamId.slice(prefix.length), damage: `was deleted for good at ${at}. ${restore}` };
  }
  if (type !== metadataType || !streamId.startsWith(metadataPrefix)) return null;
  const stream = streamId.slice(metadataPrefix.length + prefix.length);
  const limits = limitsIn(data);
  return { stream, damage: limits === null ? null : `${limits} at ${at}, by a change of its metadata. ${undo}` };
}

export interface StreamChange {
  readonly stream: string;
  /** Null: nothing is hidden any more. */
  readonly damage: string | null;
}

export function isTombstone({ type }: Pick<RecordedFact, 'type'>): boolean {
  return type === tombstoneType;
}

/** How its facts are hidden, or null. */
export function limitsIn(data: unknown): string | null {
  const { $tb, $maxCount, $maxAge } = (typeof data === 'object' && data !== null ? data : {}) as Limits;
  if (typeof $tb === 'number' && $tb > 0)
    return $tb >= everything ? 'was deleted softly' : `was truncated before revision ${$tb}`;
  if (typeof $maxCount === 'number') return `was limited to its newest ${$maxCount} facts`;
  return typeof $maxAge === 'number' ? `was limited to facts younger than ${$maxAge} s` : null;
}

/** Streams of the log that others have truncated, limited or deleted. */
export class StreamChanges {
  private readonly damages = new Map<string, string>();

  load(damages: readonly StreamDamage[]): void {
    for (const { stream, what } of damages) this.damages.set(stream, what);
  }

  record(changes: readonly StreamChange[]): void {
    for (const { stream, damage } of changes) {
      if (damage === null) this.damages.delete(stream);
      else this.damages.set(stream, damage);
    }
  }

  of(stream: string): string | null {
    return this.damages.get(stream) ?? null;
  }

  all(): readonly StreamDamage[] {
    return [...this.damages].map(([stream, what]) => ({ stream, what }));
  }

  clear(): void {
    this.damages.clear();
  }
}
