/** An event as EventStoreDB stores it. */
export interface Recorded extends Proposed {
  readonly stream: string;
  readonly revision: number;
  /** Units of 100 ns since 1970. */
  readonly created: bigint;
  /** Commit and prepare position, equal for all events of an append. */
  readonly position: number;
}

export interface Proposed {
  readonly id: string;
  readonly type: string;
  readonly contentType: string;
  readonly metadata: Uint8Array;
  readonly data: Uint8Array;
}

export type Expected = number | 'any' | 'no_stream' | 'stream_exists';

export type Outcome =
  | { readonly kind: 'written'; readonly revision: number | null; readonly position: number }
  | { readonly kind: 'wrong-revision'; readonly current: number | null; readonly expected: Expected }
  | { readonly kind: 'deleted' }
  | { readonly kind: 'too-large'; readonly limit: number };

interface Stream {
  readonly events: Recorded[];
  /** As its metadata say. */
  limits: Limits;
  tombstoned: boolean;
}

/** `$tb`: revisions before it are hidden. A soft delete hides all there can be. */
interface Limits {
  readonly $tb?: number;
  readonly $maxCount?: number;
  /** Seconds. */
  readonly $maxAge?: number;
}

const everything = 2 ** 63;

const maxAppendBytes = 1024 * 1024;
const nothing = new Uint8Array();
const ticksAt = (millis: number): bigint => BigInt(millis) * 10_000n;

/** The events of a server in memory. Like files, they survive a restart of the server. */
export class EventLog {
  readonly all: Recorded[] = [];
  private readonly streams = new Map<string, Stream>();
  private readonly listeners = new Set<() => void>();
  private end = 0;

  constructor() {
    this.record('$$$scavenges', [{ id: crypto.randomUUID(), type: '$metadata', contentType: 'application/json', metadata: nothing, data: Buffer.from('{}') }]); // prettier-ignore
  }

  append(name: string, expected: Expected, proposed: readonly Proposed[]): Outcome {
    const stream = this.streams.get(name);
    if (this.isTombstoned(name)) return { kind: 'deleted' };
    if (proposed.reduce((sum, { data, metadata }) => sum + data.length + metadata.length, 0) > maxAppendBytes) {
      return { kind: 'too-large', limit: maxAppendBytes };
    }
    const earlier = repeated(stream, expected, proposed);
    if (earlier !== null) return { kind: 'written', revision: earlier.revision, position: earlier.position };
    if (!fits(stream, expected)) return misfit(stream, expected);
    // Advances the log without writing, like the real server.
    if (proposed.length === 0) return { kind: 'written', revision: null, position: (this.end += 100) };
    const last = this.showingAgain(name, () => this.record(name, proposed));
    return { kind: 'written', revision: last.revision, position: last.position };
  }

  /** Soft delete: the stream looks missing, and continues with the next revision. */
  delete(name: string, expected: Expected): Outcome {
    const stream = this.streams.get(name);
    if (stream?.tombstoned) return { kind: 'deleted' };
    if (lastRevision(stream) === null || !fits(stream, expected))
      return { kind: 'wrong-revision', current: lastRevision(stream), expected };
    return this.marked(`$$${name}`, '$metadata', '{"$tb":9223372036854775807}');
  }

  tombstone(name: string, expected: Expected): Outcome {
    const stream = this.streams.get(name);
    if (stream?.tombstoned) return { kind: 'deleted' };
    if (!fits(stream, expected)) return { kind: 'wrong-revision', current: lastRevision(stream), expected };
    const outcome = this.marked(name, '$streamDeleted', '');
    (this.streams.get(name) as Stream).tombstoned = true;
    return outcome;
  }

  /** Null if it is missing or deleted. */
  read(name: string): readonly Recorded[] | 'tombstoned' | null {
    if (this.isTombstoned(name)) return 'tombstoned';
    const stream = this.streams.get(name);
    if (stream === undefined || stream.events.length === 0 || isDeleted(stream)) return null;
    // Of metadata only the newest are kept.
    const { $tb = 0, $maxCount = Infinity } = toldBy(name) === name ? stream.limits : { $maxCount: 1 };
    return stream.events.slice(Math.max($tb, stream.events.length - $maxCount)).filter(isYoung(stream));
  }

  /** Index in `all` of the event at a position, or null. */
  indexAt(position: number): number | null {
    const index = this.indexFrom(position);
    return this.all[index]?.position === position ? index : null;
  }

  /** Index in `all` of the first event at or after a position. */
  indexFrom(position: number): number {
    let [low, high] = [0, this.all.length];
    while (low < high) {
      const middle = (low + high) >> 1;
      if ((this.all[middle] as Recorded).position < position) low = middle + 1;
      else high = middle;
    }
    return low;
  }

  isBeyondEnd(position: number): boolean {
    return position > this.end;
  }

  /** @returns a function that removes the listener */
  onAppended(listener: () => void): () => void {
    this.listeners.add(listener);
    return () => this.listeners.delete(listener);
  }

  private marked(stream: string, type: string, text: string): Outcome {
    const contentType = text === '' ? 'application/octet-stream' : 'application/json';
    const last = this.record(stream, [
      { id: crypto.randomUUID(), type, contentType, metadata: nothing, data: Buffer.from(text) },
    ]);
    return { kind: 'written', revision: last.revision, position: last.position };
  }

  /** The first write onto a stream that was deleted softly, or of its metadata, shows it from there on. */
  private showingAgain(name: string, write: () => Recorded): Recorded {
    const told = toldBy(name);
    const stream = this.streams.get(told);
    if (stream === undefined || !isDeleted(stream)) return write();
    const show = (): unknown => this.marked(`$$${told}`, '$metadata', `{"$tb":${stream.events.length}}`);
    if (told === name) show();
    const last = write();
    if (told !== name) show();
    return last;
  }

  /** A stream that was deleted for good, or its metadata. */
  private isTombstoned(name: string): boolean {
    return this.streams.get(toldBy(name))?.tombstoned === true;
  }

  private streamOf(name: string): Stream {
    const stream = this.streams.get(name) ?? { events: [], limits: {}, tombstoned: false };
    this.streams.set(name, stream);
    return stream;
  }

  private limit(name: string, metadata: Recorded | undefined): void {
    if (metadata?.type === '$metadata') this.streamOf(name).limits = JSON.parse(Buffer.from(metadata.data).toString()) as Limits;
  }

  private record(name: string, proposed: readonly Proposed[]): Recorded {
    const stream = this.streamOf(name);
    for (const event of proposed) {
      this.end += 150 + event.data.length + event.metadata.length;
      const recorded = {
        ...event,
        stream: name,
        revision: stream.events.length,
        created: ticksAt(Date.now()),
        position: this.end,
      };
      stream.events.push(recorded);
      this.all.push(recorded);
    }
    if (name.startsWith('$$')) this.limit(name.slice(2), stream.events.at(-1));
    for (const listener of [...this.listeners]) listener();
    return stream.events.at(-1) as Recorded;
  }
}

/** The stream itself, or the one that these metadata are about. */
function toldBy(name: string): string {
  return name.startsWith('$$') ? name.slice(2) : name;
}

function misfit(stream: Stream | undefined, expected: Expected): Outcome {
  const isGone = expected === 'stream_exists' && stream !== undefined && isDeleted(stream);
  return isGone ? { kind: 'deleted' } : { kind: 'wrong-revision', current: lastRevision(stream), expected };
}

function isDeleted({ limits }: Stream): boolean {
  return (limits.$tb ?? 0) >= everything;
}

function isYoung({ limits: { $maxAge } }: Stream): (event: Recorded) => boolean {
  const since = $maxAge === undefined ? 0n : ticksAt(Date.now() - $maxAge * 1_000);
  return ({ created }) => created >= since;
}

function lastRevision(stream: Stream | undefined): number | null {
  return stream === undefined || stream.events.length === 0 ? null : stream.events.length - 1;
}

function fits(stream: Stream | undefined, expected: Expected): boolean {
  const gone = stream === undefined || stream.events.length === 0 || isDeleted(stream);
  switch (expected) {
    case 'any':
      return true;
    case 'no_stream':
      return gone;
    case 'stream_exists':
      return !gone;
    default:
      return lastRevision(stream) === expected;
  }
}

/** The last event of an earlier append with the same ids at the same revision, which is acknowledged again. */
function repeated(stream: Stream | undefined, expected: Expected, proposed: readonly Proposed[]): Recorded | null {
  if (stream === undefined || proposed.length === 0) return null;
  const first = firstRevision(stream, expected, proposed);
  const there = first < 0 ? [] : stream.events.slice(first, first + proposed.length);
  const same = proposed.every(({ id }, i) => there[i]?.id === id);
  return same ? (there.at(-1) ?? null) : null;
}

/** Revision at which an append with this expectation would have started. */
function firstRevision(stream: Stream, expected: Expected, proposed: readonly Proposed[]): number {
  if (expected === 'no_stream') return 0;
  return typeof expected === 'number' ? expected + 1 : stream.events.findIndex(({ id }) => id === proposed[0]?.id);
}
