import type { Connection } from './client';
import { streamPrefixes } from './codec';
import { collect, sourceOf, type RecordedFact } from './collect';
import { isUnknown, readError } from './errors';
import { changeIn, isTombstone, type StreamChange } from './stream-changes';
import { positionOf, type LogPosition } from './position';

/** Events of a page at the server. More take no less time per event. */
export const pageEvents = 2_000;
/** Events of the first page backwards: nearly always one of them is a fact. */
const newestEvents = 16;

/** A page of `$all`: every stream, whoever wrote it, because the server can filter only subscriptions. */
export interface Page {
  readonly events: readonly RecordedFact[];
  /** The position of the last event of any stream; where nothing came, the one that was asked for. */
  readonly reached: LogPosition | null;
  /** The page was not full, so this was all there was. */
  readonly isLast: boolean;
}

/** Reads `$all` in pages. Nothing stays open between them, so nothing can be too slow for the server. */
export class AllPages {
  private readonly prefixes: readonly string[];

  constructor(
    private readonly connection: Connection,
    private readonly signal: AbortSignal,
  ) {
    this.prefixes = streamPrefixes(connection.prefix);
  }

  isFact(event: RecordedFact): boolean {
    return this.prefixes.some((prefix) => event.streamId.startsWith(prefix)) && !isTombstone(event);
  }

  /** What the events of a page say about streams of the log. */
  changesIn(events: readonly RecordedFact[]): readonly StreamChange[] {
    return events
      .filter(({ streamId, type }) => type.startsWith('$') && this.isAbout(streamId.replace(/^\$\$/, '')))
      .flatMap((event) => changeIn(event, this.connection.prefix) ?? []);
  }

  private isAbout(stream: string): boolean {
    return this.prefixes.some((prefix) => stream.startsWith(prefix));
  }

  /** @param after the position of an event, or null for the beginning */
  async after(after: LogPosition | null, maxEvents: number): Promise<Page> {
    // A page begins with the event at the position that was asked for.
    const maxCount = after === null ? maxEvents : maxEvents + 1;
    const found = await this.read({ direction: 'forwards', fromPosition: after ?? 'start', maxCount });
    const isKnown = after !== null && found[0] !== undefined && positionOf(found[0].position) === positionOf(after);
    return {
      events: isKnown ? found.slice(1) : found,
      reached: found.at(-1)?.position ?? after,
      isLast: found.length < maxCount,
    };
  }

  /** The newest facts, newest first. @param unless ends the search at this position, which is then not among them */
  async newest(limit: number, unless: string | null): Promise<readonly RecordedFact[]> {
    const facts: RecordedFact[] = [];
    let fromPosition: LogPosition | 'end' = 'end';
    for (let maxCount = Math.min(limit + newestEvents, pageEvents); ; maxCount = pageEvents) {
      const found: readonly RecordedFact[] = await this.read({ direction: 'backwards', fromPosition, maxCount });
      const news = unless === null ? found : found.filter(({ position }) => positionOf(position) > unless);
      facts.push(...news.filter((event) => this.isFact(event)).slice(0, limit - facts.length));
      const oldest = found.at(-1);
      if (oldest === undefined || facts.length === limit || found.length < maxCount || news.length < found.length) return facts;
      fromPosition = oldest.position;
    }
  }

  /** For a position between two events the server answers with an unclassified error. */
  async isPositionOfFact(position: LogPosition | null): Promise<boolean> {
    if (position === null) return true;
    try {
      const [found] = await this.read({ direction: 'forwards', fromPosition: position, maxCount: 1 });
      return found !== undefined && positionOf(found.position) === positionOf(position) && this.isFact(found);
    } catch (error) {
      if (!isUnknown(error)) throw error;
      return false;
    }
  }

  private async read(options: {
    readonly direction: 'forwards' | 'backwards';
    readonly fromPosition: LogPosition | 'start' | 'end';
    readonly maxCount: number;
  }): Promise<readonly RecordedFact[]> {
    const { client, timeoutMs, server } = this.connection;
    try {
      return await collect(sourceOf(client.readAll(options)), { timeoutMs, signal: this.signal });
    } catch (error) {
      throw isUnknown(error) ? error : readError(error, server);
    }
  }
}
